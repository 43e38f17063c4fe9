package io.kubia.controller.table;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What tables say of services, and of who may reach what. */
final class ServiceColumns {
    private ServiceColumns() {}

    static Layout services() {
        return Layout.named()
                .text("Type", service -> service.spec().text("type", ""))
                .text("Cluster-IP", service -> Words.orNone(service.spec().text("clusterIP")))
                .text("External-IP", ServiceColumns::externalAddress)
                .text("Port(s)", ServiceColumns::ports)
                .age()
                .wide(
                        "Selector",
                        service ->
                                Words.labels(service.spec().object("selector").texts()))
                .build();
    }

    static Layout networkPolicies() {
        return Layout.named()
                .text(
                        "Pod-Selector",
                        policy -> Words.orNone(LabelSelector.of(policy.spec().object("podSelector"))
                                .toString()))
                .age()
                .build();
    }

    private static String externalAddress(KubeObject service) {
        var external = service.spec().array("externalIPs").texts();
        return switch (service.spec().text("type", "")) {
            case "ExternalName" -> service.spec().text("externalName", "");
            case "LoadBalancer" -> {
                var addresses = new ArrayList<>(balancerAddresses(service));
                addresses.addAll(external);
                yield addresses.isEmpty() ? "<pending>" : String.join(",", addresses);
            }
            default -> Words.orNone(String.join(",", external));
        };
    }

    private static List<String> balancerAddresses(KubeObject service) {
        var addresses = new TreeSet<String>();
        for (var ingress :
                service.status().object("loadBalancer").array("ingress").objects()) {
            var address = Words.or(ingress.text("ip"), ingress.text("hostname", ""));
            if (!address.isEmpty()) {
                addresses.add(address);
            }
        }
        return List.copyOf(addresses);
    }

    /** {@code 80/TCP}, and {@code 80:30080/TCP} with a port on each node. */
    private static String ports(KubeObject service) {
        var ports = new ArrayList<String>();
        for (var port : service.spec().array("ports").objects()) {
            long nodePort = port.number("nodePort", 0);
            ports.add(port.number("port", 0) + (nodePort == 0 ? "" : ":" + nodePort) + "/"
                    + port.text("protocol", "TCP"));
        }
        return Words.orNone(String.join(",", ports));
    }
}
