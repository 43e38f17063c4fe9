package io.kubia.dns.zone;

import io.kubia.dns.model.Address;
import io.kubia.dns.model.ObjectKey;
import io.kubia.dns.model.Pod;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The pods, where a zone answers for those that there are. Several may share an address: their node's. */
final class Pods {
    private final NameEdits names;
    private final ZoneNames naming;
    private final Namespaces namespaces;
    private final Map<ObjectKey, Pod> pods = new HashMap<>();
    private final Map<Place, Integer> users = new HashMap<>();

    Pods(NameEdits names, ZoneNames naming, Namespaces namespaces) {
        this.names = names;
        this.naming = naming;
        this.namespaces = namespaces;
    }

    private record Place(String namespace, Address address) {}

    boolean put(Pod pod) {
        var old = pods.put(pod.key(), pod);
        if (pod.equals(old)) {
            return false;
        }
        var namespace = pod.key().namespace();
        namespaces.enter(namespace);
        // First in, then out, so that an address which stays keeps its name, and the answers made for it.
        Set.copyOf(pod.addresses()).forEach(address -> enter(new Place(namespace, address)));
        if (old != null) {
            leave(old);
        }
        return true;
    }

    boolean remove(ObjectKey key) {
        var old = pods.remove(key);
        if (old != null) {
            leave(old);
        }
        return old != null;
    }

    boolean replace(Collection<Pod> all) {
        boolean changed = false;
        var kept = new HashSet<ObjectKey>();
        for (var pod : all) {
            kept.add(pod.key());
            changed |= put(pod);
        }
        for (var key : Set.copyOf(pods.keySet())) {
            changed |= !kept.contains(key) && remove(key);
        }
        return changed;
    }

    private void enter(Place place) {
        if (users.merge(place, 1, Integer::sum) == 1) {
            names.put(naming.pod(place.namespace(), place.address()), new Content.Addresses(List.of(place.address())));
        }
    }

    private void leave(Pod pod) {
        var namespace = pod.key().namespace();
        for (var address : Set.copyOf(pod.addresses())) {
            var place = new Place(namespace, address);
            if (users.merge(place, -1, (count, one) -> count + one == 0 ? null : count + one) == null) {
                names.remove(naming.pod(namespace, address));
            }
        }
        namespaces.leave(namespace);
    }
}
