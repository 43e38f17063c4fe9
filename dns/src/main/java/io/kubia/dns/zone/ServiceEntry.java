package io.kubia.dns.zone;

import io.kubia.dns.model.EndpointSlice;
import io.kubia.dns.model.ObjectKey;
import io.kubia.dns.model.Port;
import io.kubia.dns.model.Service;
import io.kubia.dns.zone.ReverseContent.Claim;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of one service: the service itself, its slices, or one without the other. */
final class ServiceEntry {
    private final ObjectKey key;
    private final byte[] name;
    private final Map<ObjectKey, Slice> slices = new TreeMap<>();
    private @Nullable Service service;

    ServiceEntry(ObjectKey key, byte[] name) {
        this.key = key;
        this.name = name;
    }

    /**
     * A slice.
     *
     * @param parts what is shown of it, which depends on the service
     */
    record Slice(EndpointSlice told, List<Part> parts) {}

    ObjectKey key() {
        return key;
    }

    byte[] name() {
        return name;
    }

    /** In the order of their keys. */
    Map<ObjectKey, Slice> slices() {
        return slices;
    }

    @Nullable
    Service service() {
        return service;
    }

    void setService(@Nullable Service service) {
        this.service = service;
    }

    boolean isEmpty() {
        return service == null && slices.isEmpty();
    }

    /** Whether its endpoints have names: an alias has none of its own, and what is no service has none at all. */
    boolean showsEndpoints() {
        return service instanceof Service.ClusterIp || service instanceof Service.Headless;
    }

    boolean showsNotReady() {
        return switch (service) {
            case Service.ClusterIp cluster -> cluster.publishNotReadyAddresses();
            case Service.Headless headless -> headless.publishNotReadyAddresses();
            case Service.ExternalName _ -> false;
            case null -> false;
        };
    }

    Claim endpointsClaim() {
        return service instanceof Service.Headless ? Claim.ENDPOINT : Claim.CLUSTER_ENDPOINT;
    }

    /** Those slices that show anything. */
    List<List<Part>> shown() {
        return slices.values().stream()
                .map(Slice::parts)
                .filter(parts -> !parts.isEmpty())
                .toList();
    }

    /** The ports that have a name in front of the service's. */
    Set<PortFilter> namedPorts() {
        return switch (service) {
            // As long as no address was allocated there is nothing that a port could be at.
            case Service.ClusterIp cluster -> cluster.addresses().isEmpty() ? Set.of() : named(cluster.ports());
            case Service.Headless _ -> {
                var ports = new LinkedHashSet<PortFilter>();
                shown().forEach(parts -> ports.addAll(named(parts.getFirst().ports())));
                yield ports;
            }
            case Service.ExternalName _ -> Set.of();
            case null -> Set.of();
        };
    }

    private static Set<PortFilter> named(List<Port> ports) {
        var named = new LinkedHashSet<PortFilter>();
        for (var port : ports) {
            if (!port.name().isEmpty() && port.number() != 0) {
                named.add(new PortFilter(port.name(), port.protocol()));
            }
        }
        return named;
    }
}
