package io.kubia.dns.zone;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The namespaces, whose names stand between those of their services and the zone's. One is there when it was told, and
 * as long as anything is in it: some sources tell no namespaces, and none tells them at the same moment as the rest.
 */
final class Namespaces {
    private final NameEdits names;
    private final ZoneNames naming;
    private final boolean hasPods;
    private final Set<String> told = new HashSet<>();
    private final Map<String, Integer> contents = new HashMap<>();

    /** {@code hasPods}: whether pods have names in this zone. */
    Namespaces(NameEdits names, ZoneNames naming, boolean hasPods) {
        this.names = names;
        this.naming = naming;
        this.hasPods = hasPods;
    }

    boolean put(String name) {
        boolean isNew = told.add(name);
        if (isNew && !contents.containsKey(name)) {
            show(name);
        }
        return isNew;
    }

    boolean remove(String name) {
        boolean wasThere = told.remove(name);
        if (wasThere && !contents.containsKey(name)) {
            hide(name);
        }
        return wasThere;
    }

    boolean replace(Collection<String> all) {
        boolean changed = false;
        var kept = new HashSet<>(all);
        for (var name : Set.copyOf(told)) {
            changed |= !kept.contains(name) && remove(name);
        }
        for (var name : kept) {
            changed |= put(name);
        }
        return changed;
    }

    /** Something is in it from now on. */
    void enter(String name) {
        if (contents.merge(name, 1, Integer::sum) == 1 && !told.contains(name)) {
            show(name);
        }
    }

    /** Something is in it no more. */
    void leave(String name) {
        if (contents.merge(name, -1, (count, one) -> count + one == 0 ? null : count + one) == null
                && !told.contains(name)) {
            hide(name);
        }
    }

    private void show(String name) {
        names.put(naming.serviceNamespace(name), Content.Nothing.INSTANCE);
        if (hasPods) {
            names.put(naming.podNamespace(name), Content.Nothing.INSTANCE);
        }
    }

    private void hide(String name) {
        names.remove(naming.serviceNamespace(name));
        if (hasPods) {
            names.remove(naming.podNamespace(name));
        }
    }
}
