package io.kubia.dns.zone;

import io.kubia.dns.model.Address;
import io.kubia.dns.model.Endpoint;
import io.kubia.dns.model.EndpointSlice;
import io.kubia.dns.zone.ReverseContent.Owner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of endpoints, below their service's and in the tree of addresses. Only names that change are touched. */
final class Endpoints {
    private final NameEdits names;
    private final Reverse reverse;
    private final boolean namesByPod;

    Endpoints(NameEdits names, Reverse reverse, boolean namesByPod) {
        this.names = names;
        this.reverse = reverse;
        this.namesByPod = namesByPod;
    }

    /** What is shown of a slice. Takes over what an earlier state of it showed, where it is the same. */
    List<Part> parts(ServiceEntry entry, EndpointSlice slice, List<Part> before) {
        if (!entry.showsEndpoints()) {
            return List.of();
        }
        Map<String, Set<Address>> shown = new LinkedHashMap<>();
        for (var endpoint : slice.endpoints()) {
            if (endpoint.ready() || entry.showsNotReady()) {
                for (var address : endpoint.addresses()) {
                    shown.computeIfAbsent(label(endpoint, address), _ -> new LinkedHashSet<>())
                            .add(address);
                }
            }
        }
        var known = byLabel(before);
        var parts = new ArrayList<Part>(shown.size());
        shown.forEach((label, addresses) -> {
            var same = known.get(label);
            var list = List.copyOf(addresses);
            parts.add(
                    same != null && same.tells(list, slice.ports())
                            ? same
                            : new Part(slice.key(), label, name(entry, label, same), list, slice.ports()));
        });
        return List.copyOf(parts);
    }

    /** Makes of the names that a slice has those that it is to have. */
    void change(ServiceEntry entry, List<Part> before, List<Part> after) {
        var gone = byLabel(before);
        for (var part : after) {
            var old = gone.remove(part.label());
            if (old != part) {
                replace(entry, old, part);
            }
        }
        gone.values().forEach(old -> replace(entry, old, null));
    }

    /** Also called when nothing but the claim changes: then with the entry as it was, and again as it is. */
    private void replace(ServiceEntry entry, @Nullable Part old, @Nullable Part now) {
        var addressesBefore = old == null ? List.<Address>of() : old.addresses();
        var addressesAfter = now == null ? List.<Address>of() : now.addresses();
        for (var address : addressesBefore) {
            if (old != null && !addressesAfter.contains(address)) {
                reverse.remove(address, owner(entry, old));
            }
        }
        for (var address : addressesAfter) {
            if (now != null && !addressesBefore.contains(address)) {
                reverse.add(address, owner(entry, now));
            }
        }
        var name = old != null ? old.name() : now != null ? now.name() : entry.name();
        var parts = new ArrayList<Part>();
        if (names.get(name) instanceof EndpointContent content) {
            parts.addAll(content.parts());
        }
        parts.remove(old);
        if (now != null) {
            parts.add(now);
        }
        parts.sort(null);
        if (parts.isEmpty()) {
            names.remove(name);
        } else {
            names.put(name, EndpointContent.of(parts));
        }
    }

    private static Owner owner(ServiceEntry entry, Part part) {
        return new Owner(entry.endpointsClaim(), part.slice(), part.name());
    }

    private String label(Endpoint endpoint, Address address) {
        if (endpoint.hostname() != null) {
            return endpoint.hostname();
        }
        var pod = endpoint.podLabel();
        return namesByPod && pod != null ? pod : ZoneNames.endpointLabel(address);
    }

    /** Names that are there already are used again: with many endpoints they are most of the memory. */
    private byte[] name(ServiceEntry entry, String label, @Nullable Part same) {
        if (same != null) {
            return same.name();
        }
        var name = ZoneNames.endpoint(label, entry.name());
        var node = names.find(name);
        return node == null ? name : node.name();
    }

    private static Map<String, Part> byLabel(List<Part> parts) {
        var map = new HashMap<String, Part>();
        parts.forEach(part -> map.put(part.label(), part));
        return map;
    }
}
