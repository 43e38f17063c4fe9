package io.kubia.dns.model;

import java.util.List;

/** A pod's addresses, for zones that answer for pods by address, and only for those that there are. */
public record Pod(ObjectKey key, List<Address> addresses) {
    public Pod {
        addresses = List.copyOf(addresses);
    }
}
