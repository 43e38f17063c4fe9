package io.kubia.controller.proxy;

import io.kubia.controller.endpoint.PodEndpoint;
import io.kubia.controller.endpoint.Service;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.Snapshot;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One place behind a port of a service: mostly a pod's.
 *
 * @param address in figures
 */
public record Backend(String address, int port) {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    /** Where it listens. Asks no DNS server: what is no address in figures is none. */
    public Optional<InetSocketAddress> socketAddress() {
        try {
            return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(address), port));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** {@code 127.244.0.3:8080}, {@code [fd00::3]:8080}. */
    @Override
    public String toString() {
        return address.indexOf(':') < 0 ? address + ":" + port : "[" + address + "]:" + port;
    }

    /** Those that are ready behind a port of a service, as it is now. */
    public static List<Backend> ready(Service service, String port, Snapshot now) {
        if (!service.hasPlannedEndpoints()) {
            return givenByHand(service.object().key(), port, now);
        }
        var ready = new ArrayList<Backend>();
        for (var pod : now.list(Selection.in(ResourceTypes.POD, service.object().namespace()))) {
            PodEndpoint.of(service, pod).ifPresent(endpoint -> addReady(endpoint, port, ready));
        }
        return ready;
    }

    /** Adds a pod's, if it is ready and has the port. */
    public static void addReady(PodEndpoint endpoint, String port, List<Backend> to) {
        if (!endpoint.ready()) {
            return;
        }
        for (var own : endpoint.ports()) {
            if (own.name().equals(port) && own.protocol().equals("TCP")) {
                to.add(new Backend(endpoint.address(), own.number()));
            }
        }
    }

    /** What people say is behind a service without a selector: in slices, or in Endpoints of its name. */
    public static List<Backend> givenByHand(ObjectKey service, String port, Snapshot now) {
        var given = new ArrayList<Backend>();
        for (var slice : now.list(Selection.in(ResourceTypes.ENDPOINT_SLICE, service.namespace()))) {
            if (service.name().equals(slice.label(SERVICE_NAME))) {
                addSlice(slice, port, given);
            }
        }
        if (given.isEmpty()) {
            now.get(ObjectKey.of(ResourceTypes.ENDPOINTS, service.namespace(), service.name()))
                    .ifPresent(endpoints -> addEndpoints(endpoints, port, given));
        }
        return given;
    }

    private static void addSlice(KubeObject slice, String port, List<Backend> to) {
        int number = number(slice.json().array("ports").objects(), port);
        for (var endpoint : slice.json().array("endpoints").objects()) {
            // Nothing said of readiness is to be taken as ready.
            boolean isReady = !endpoint.object("conditions").has("ready")
                    || endpoint.object("conditions").isTrue("ready");
            if (isReady && number > 0) {
                endpoint.array("addresses").texts().forEach(address -> to.add(new Backend(address, number)));
            }
        }
    }

    private static void addEndpoints(KubeObject endpoints, String port, List<Backend> to) {
        for (var subset : endpoints.json().array("subsets").objects()) {
            int number = number(subset.array("ports").objects(), port);
            if (number > 0) {
                for (var address : subset.array("addresses").objects()) {
                    to.add(new Backend(address.text("ip", ""), number));
                }
            }
        }
    }

    /** The number of a port of that name; 0 when there is none. */
    private static int number(List<JsonObject> ports, String name) {
        for (var port : ports) {
            if (port.text("name", "").equals(name)
                    && port.text("protocol", "TCP").equals("TCP")) {
                return (int) port.number("port", 0);
            }
        }
        return 0;
    }
}
