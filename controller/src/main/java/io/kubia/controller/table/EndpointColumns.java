package io.kubia.controller.table;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import java.util.ArrayList;

/** What tables say of what is behind services. */
final class EndpointColumns {
    private EndpointColumns() {}

    static Layout endpoints() {
        return Layout.named()
                .text("Endpoints", EndpointColumns::readyAddresses)
                .age()
                .build();
    }

    static Layout slices() {
        return Layout.named()
                .text("AddressType", slice -> slice.json().text("addressType", ""))
                .text("Ports", EndpointColumns::ports)
                .text("Endpoints", EndpointColumns::sliceAddresses)
                .age()
                .build();
    }

    private static String readyAddresses(KubeObject endpoints) {
        var all = new ArrayList<String>();
        for (var subset : endpoints.json().array("subsets").objects()) {
            var addresses = subset.array("addresses").objects();
            var ports = subset.array("ports").objects();
            for (var port : ports) {
                for (var address : addresses) {
                    all.add(withPort(address.text("ip", ""), port.number("port", 0)));
                }
            }
            if (ports.isEmpty()) {
                addresses.forEach(address -> all.add(address.text("ip", "")));
            }
        }
        return Words.firstThree(all, Words.NONE);
    }

    private static String withPort(String address, long port) {
        return address.indexOf(':') < 0 ? address + ":" + port : "[" + address + "]:" + port;
    }

    private static String ports(KubeObject slice) {
        var ports = new ArrayList<String>();
        for (var port : slice.json().array("ports").objects()) {
            ports.add(port(port));
        }
        return Words.firstThree(ports, Words.UNSET);
    }

    /** One without a number stands for all of them. */
    private static String port(JsonObject port) {
        var number = port.number("port");
        return number.isPresent() ? Long.toString(number.getAsLong()) : Words.or(port.text("name"), "*");
    }

    private static String sliceAddresses(KubeObject slice) {
        var all = new ArrayList<String>();
        for (var endpoint : slice.json().array("endpoints").objects()) {
            all.addAll(endpoint.array("addresses").texts());
        }
        return Words.firstThree(all, Words.UNSET);
    }
}
