package io.kubia.dns.zone;

import io.kubia.dns.model.Address;
import io.kubia.dns.zone.ReverseContent.Owner;

/** The tree of addresses. */
final class Reverse {
    private final NameEdits names;

    Reverse(NameEdits names) {
        this.names = names;
    }

    void add(Address address, Owner owner) {
        var name = ZoneNames.reverse(address);
        names.put(
                name,
                names.get(name) instanceof ReverseContent content ? content.with(owner) : ReverseContent.of(owner));
    }

    /** One that has been added. */
    void remove(Address address, Owner owner) {
        var name = ZoneNames.reverse(address);
        if (names.get(name) instanceof ReverseContent content) {
            var fewer = content.without(owner);
            if (fewer.isEmpty()) {
                names.remove(name);
            } else {
                names.put(name, fewer);
            }
        }
    }
}
