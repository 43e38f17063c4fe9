package io.kubia.controller.endpoint;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pod as it stands behind a service.
 *
 * @param ready whether clients are led to it
 * @param serving whether it could serve them, terminating or not
 * @param hostname its name below the service's; null when the service is not the one that names it
 * @param ports those of the service, as they are in this pod
 */
public record PodEndpoint(
        KubeObject pod,
        String address,
        boolean ready,
        boolean serving,
        boolean terminating,
        @Nullable String hostname,
        @Nullable String node,
        List<Port> ports) {
    public PodEndpoint {
        ports = List.copyOf(ports);
    }

    /** A port of it. */
    public record Port(String name, String protocol, int number) {}

    /** The pod as it stands behind the service; nothing when it does not: it has no address yet, or has ended. */
    public static Optional<PodEndpoint> of(Service service, KubeObject object) {
        var pod = Pod.of(object);
        var address = pod.ip();
        if (address == null || address.isEmpty() || pod.hasEnded() || !service.selects(object)) {
            return Optional.empty();
        }
        boolean isNamed = pod.hostname() != null && service.object().name().equals(pod.subdomain());
        boolean isTerminating = pod.isTerminating();
        return Optional.of(new PodEndpoint(
                object,
                address,
                service.publishesNotReady() || (pod.isReady() && !isTerminating),
                pod.isReady(),
                isTerminating,
                isNamed ? pod.hostname() : null,
                pod.node(),
                ports(service, object)));
    }

    private static List<Port> ports(Service service, KubeObject pod) {
        var ports = new ArrayList<Port>(service.ports().size());
        for (var port : service.ports()) {
            var number = port.of(pod);
            if (number.isPresent()) {
                ports.add(new Port(port.name(), port.protocol(), number.getAsInt()));
            }
        }
        return ports;
    }
}
