package io.kubia.dns.zone;

import io.kubia.dns.model.Address;
import io.kubia.dns.model.EndpointSlice;
import io.kubia.dns.model.ObjectKey;
import io.kubia.dns.model.Protocol;
import io.kubia.dns.model.Service;
import io.kubia.dns.zone.ReverseContent.Claim;
import io.kubia.dns.zone.ReverseContent.Owner;
import io.kubia.dns.zone.ServiceEntry.Slice;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The services and their slices, and the names that come of them. */
final class Services {
    private final NameEdits names;
    private final ZoneNames naming;
    private final Namespaces namespaces;
    private final Reverse reverse;
    private final Endpoints endpoints;

    private final Map<ObjectKey, ServiceEntry> entries = new HashMap<>();
    private final Map<ObjectKey, ServiceEntry> entriesBySlice = new HashMap<>();
    private int serviceCount;
    private int endpointCount;

    Services(NameEdits names, ZoneNames naming, Namespaces namespaces, boolean namesEndpointsByPod) {
        this.names = names;
        this.naming = naming;
        this.namespaces = namespaces;
        this.reverse = new Reverse(names);
        this.endpoints = new Endpoints(names, reverse, namesEndpointsByPod);
    }

    int serviceCount() {
        return serviceCount;
    }

    int endpointCount() {
        return endpointCount;
    }

    boolean put(Service service) {
        return set(entry(service.key()), service);
    }

    boolean remove(ObjectKey key) {
        var entry = entries.get(key);
        return entry != null && set(entry, null);
    }

    boolean replace(Collection<Service> all) {
        boolean changed = false;
        var kept = new HashSet<ObjectKey>();
        for (var service : all) {
            kept.add(service.key());
            changed |= put(service);
        }
        for (var key : Set.copyOf(entries.keySet())) {
            changed |= !kept.contains(key) && remove(key);
        }
        return changed;
    }

    boolean put(EndpointSlice slice) {
        var before = entriesBySlice.get(slice.key());
        if (before != null && !before.key().equals(slice.serviceKey())) {
            removeSlice(slice.key());
        }
        return set(entry(slice.serviceKey()), slice.key(), slice);
    }

    boolean removeSlice(ObjectKey key) {
        var entry = entriesBySlice.get(key);
        return entry != null && set(entry, key, null);
    }

    boolean replaceSlices(Collection<EndpointSlice> all) {
        boolean changed = false;
        var kept = new HashSet<ObjectKey>();
        for (var slice : all) {
            kept.add(slice.key());
            changed |= put(slice);
        }
        for (var key : Set.copyOf(entriesBySlice.keySet())) {
            changed |= !kept.contains(key) && removeSlice(key);
        }
        return changed;
    }

    private ServiceEntry entry(ObjectKey key) {
        return entries.computeIfAbsent(key, _ -> new ServiceEntry(key, naming.service(key)));
    }

    private boolean set(ServiceEntry entry, @Nullable Service service) {
        var old = entry.service();
        if (service == null ? old == null : service.equals(old)) {
            return false;
        }
        boolean showsOthers = !showsTheSame(old, service);
        var ports = entry.namedPorts();
        clusterAddresses(old).forEach(address -> reverse.remove(address, owner(entry)));
        if (showsOthers) {
            entry.slices().replaceAll((_, slice) -> {
                endpoints.change(entry, slice.parts(), List.of());
                return new Slice(slice.told(), List.of());
            });
        }
        count(entry, old, service);
        entry.setService(service);
        if (showsOthers) {
            entry.slices().replaceAll((_, slice) -> {
                var parts = endpoints.parts(entry, slice.told(), List.of());
                endpoints.change(entry, List.of(), parts);
                return new Slice(slice.told(), parts);
            });
        }
        clusterAddresses(service).forEach(address -> reverse.add(address, owner(entry)));
        showService(entry, ports);
        forgetIfEmpty(entry);
        return true;
    }

    private boolean set(ServiceEntry entry, ObjectKey key, @Nullable EndpointSlice slice) {
        var old = entry.slices().get(key);
        if (old != null && old.told().equals(slice)) {
            return false;
        }
        var ports = entry.namedPorts();
        var before = old == null ? List.<Part>of() : old.parts();
        var after = slice == null ? List.<Part>of() : endpoints.parts(entry, slice, before);
        endpoints.change(entry, before, after);
        endpointCount -= old == null ? 0 : old.told().endpoints().size();
        if (slice == null) {
            entry.slices().remove(key);
            entriesBySlice.remove(key);
        } else {
            endpointCount += slice.endpoints().size();
            entry.slices().put(key, new Slice(slice, after));
            entriesBySlice.put(key, entry);
        }
        if (entry.service() instanceof Service.Headless && !before.equals(after)) {
            showService(entry, ports);
        }
        forgetIfEmpty(entry);
        return true;
    }

    /** Puts what is to stand at the service's own name and in front of it, and removes ports that there are no more. */
    private void showService(ServiceEntry entry, Set<PortFilter> portsBefore) {
        var own = content(entry, null);
        if (own == null) {
            names.remove(entry.name());
        } else {
            names.put(entry.name(), own);
        }
        var ports = entry.namedPorts();
        var protocols = EnumSet.noneOf(Protocol.class);
        for (var port : ports) {
            var name = ZoneNames.port(port, entry.name());
            var content = content(entry, port);
            if (name != null && content != null) {
                names.put(name, content);
                protocols.add(port.protocol());
            }
        }
        for (var port : portsBefore) {
            var name = ZoneNames.port(port, entry.name());
            if (name != null && !ports.contains(port)) {
                names.remove(name);
            }
        }
        for (var protocol : Protocol.values()) {
            var name = ZoneNames.protocol(protocol, entry.name());
            boolean isThere = names.find(name) != null;
            if (isThere && !protocols.contains(protocol)) {
                names.remove(name);
            } else if (!isThere && protocols.contains(protocol)) {
                names.put(name, Content.Nothing.INSTANCE);
            }
        }
    }

    /** Null when nothing stands there: a headless service that leads nowhere is not there (specification 2.4.1). */
    private static @Nullable Content content(ServiceEntry entry, @Nullable PortFilter filter) {
        return switch (entry.service()) {
            case Service.ClusterIp cluster ->
                new ClusterContent(entry.name(), cluster.addresses(), cluster.ports(), filter);
            case Service.Headless _ -> {
                var shown = entry.shown();
                yield shown.isEmpty() ? null : new EndpointContent(shown, filter);
            }
            // CoreDNS takes an address for no name, though Kubernetes lets it stand there.
            case Service.ExternalName(var _, var target) ->
                Address.isAddress(target.toString()) ? null : new Content.Alias(target);
            case null -> null;
        };
    }

    private static boolean showsTheSame(@Nullable Service one, @Nullable Service other) {
        return switch (one) {
            case Service.ClusterIp a ->
                other instanceof Service.ClusterIp b && a.publishNotReadyAddresses() == b.publishNotReadyAddresses();
            case Service.Headless a ->
                other instanceof Service.Headless b && a.publishNotReadyAddresses() == b.publishNotReadyAddresses();
            case Service.ExternalName _ -> other instanceof Service.ExternalName || other == null;
            case null -> other instanceof Service.ExternalName || other == null;
        };
    }

    private static List<Address> clusterAddresses(@Nullable Service service) {
        return service instanceof Service.ClusterIp cluster ? cluster.addresses() : List.of();
    }

    private static Owner owner(ServiceEntry entry) {
        return new Owner(Claim.SERVICE, entry.key(), entry.name());
    }

    private void count(ServiceEntry entry, @Nullable Service before, @Nullable Service after) {
        if (before == null && after != null) {
            serviceCount++;
            namespaces.enter(entry.key().namespace());
        } else if (before != null && after == null) {
            serviceCount--;
            namespaces.leave(entry.key().namespace());
        }
    }

    private void forgetIfEmpty(ServiceEntry entry) {
        if (entry.isEmpty()) {
            entries.remove(entry.key());
        }
    }
}
