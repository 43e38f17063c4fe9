package io.kubia.controller.proxy.service;

import io.kubia.controller.endpoint.Service;
import io.kubia.controller.endpoint.ServicePort;
import java.util.ArrayList;
import java.util.List;

/**
 * One place at which a service is to be listened for.
 *
 * @param servicePort the port's name; empty for the only one of a service
 * @param number the service's own port
 */
record Listening(String address, int port, String servicePort, int number, Use use) {
    /** The service that everybody who follows the book looks for; it is public whatever its type. */
    static final String PUBLIC_NAME = "kubia-public";

    /** What a place is for. */
    enum Use {
        /** The service's own address. */
        CLUSTER,
        /** A port of this machine, so that the service can be reached from outside. */
        PUBLIC,
        /** The port that every node has for the service. */
        NODE
    }

    /** Every place of a service; datagrams are not served yet, and IPv6 neither. */
    static List<Listening> of(Service service, ServiceProxyConfig config) {
        var places = new ArrayList<Listening>();
        if (service.isExternalName()) {
            return places;
        }
        var localPorts = LocalPorts.of(service);
        for (var port : service.ports()) {
            if (port.protocol().equals("TCP")) {
                add(service, port, localPorts, config, places);
            }
        }
        return places;
    }

    private static void add(
            Service service,
            ServicePort port,
            LocalPorts localPorts,
            ServiceProxyConfig config,
            List<Listening> places) {
        if (config.servesClusterAddresses()) {
            for (var address : service.addresses()) {
                // Any other belongs to a network that is not ours to listen in.
                if (address.startsWith("127.")) {
                    places.add(new Listening(address, port.port(), port.name(), port.port(), Use.CLUSTER));
                }
            }
        }
        if (isPublic(service)) {
            places.add(
                    new Listening(config.publicAddress(), localPorts.of(port), port.name(), port.port(), Use.PUBLIC));
        }
        if (port.nodePort() > 0) {
            places.add(new Listening(config.publicAddress(), port.nodePort(), port.name(), port.port(), Use.NODE));
        }
    }

    /** Whether a service has a port of this machine. One for another kind of load balancer is not for us. */
    static boolean isPublic(Service service) {
        return isBalanced(service)
                || (service.object().name().equals(PUBLIC_NAME) && !service.isExternalName() && !service.headless());
    }

    static boolean isBalanced(Service service) {
        return service.type().equals("LoadBalancer")
                && service.object().spec().text("loadBalancerClass", "").isEmpty();
    }

    /** {@code 127.0.0.1:8080}. */
    String place() {
        return address + ":" + port;
    }
}
