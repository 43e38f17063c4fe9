package io.kubia.dns.model;

import java.util.List;

/**
 * Some of a service's endpoints, and the ports that all of these have. A source that reads {@code Endpoints} objects
 * makes a slice of each subset.
 *
 * @param key its own namespace and name; slices of one service are merged
 * @param service the name of the service, in the same namespace
 */
public record EndpointSlice(ObjectKey key, String service, List<Endpoint> endpoints, List<Port> ports) {
    public EndpointSlice {
        Label.check("service", service);
        endpoints = List.copyOf(endpoints);
        ports = List.copyOf(ports);
    }

    /** The service that this is a slice of. */
    public ObjectKey serviceKey() {
        return new ObjectKey(key.namespace(), service);
    }
}
