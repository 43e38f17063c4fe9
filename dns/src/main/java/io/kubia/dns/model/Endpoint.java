package io.kubia.dns.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint of a slice.
 *
 * @param hostname its name below the service's; null for one that is named by its address
 * @param pod the pod behind it, if that is known
 */
public record Endpoint(
        List<Address> addresses,
        @Nullable String hostname,
        boolean ready,
        @Nullable String pod) {
    public Endpoint {
        addresses = List.copyOf(addresses);
        if (hostname != null) {
            Label.check("hostname", hostname);
        }
    }

    /** The pod's name if it may stand in a name as one label; longer ones, and those with dots, may not. */
    public @Nullable String podLabel() {
        return pod != null && Label.isValid(pod) ? pod : null;
    }
}
