package io.kubia.dns.zone;

import io.kubia.dns.model.Address;
import io.kubia.dns.model.DnsName;
import java.time.Duration;
import java.util.List;

/**
 * What a zone is told about itself.
 *
 * @param name where the names of services end, such as {@code cluster.local}
 * @param nameServers where this server can be asked: the addresses of {@code ns.dns.} and the zone's name
 * @param ttl how long answers may be kept
 * @param negativeTtl how long it may be believed that a name is not there. With 0, a new pod is found as soon as it is
 *     there
 * @param namesEndpointsByPod whether endpoints without a hostname are named by their pod instead of their address
 */
public record ZoneConfig(
        DnsName name,
        List<Address> nameServers,
        Duration ttl,
        Duration negativeTtl,
        PodNames pods,
        boolean namesEndpointsByPod) {
    /** CoreDNS' limit; a longer one would outlive most clusters. */
    private static final Duration MAX_TTL = Duration.ofHours(1);

    /** Leaves room for a service, its namespace and an endpoint of the longest names that are allowed. */
    private static final int MAX_NAME = 59;

    public ZoneConfig {
        if (name.length() < 2 || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "zone: %s (expected: a name of %d characters at most)".formatted(name, MAX_NAME - 2));
        }
        nameServers = List.copyOf(nameServers);
        check("ttl", ttl);
        check("negativeTtl", negativeTtl);
    }

    /** Everything but the name as it is unless told otherwise. */
    public static ZoneConfig defaults(DnsName name) {
        return new ZoneConfig(name, List.of(), Duration.ofSeconds(5), Duration.ZERO, PodNames.INSECURE, false);
    }

    private static void check(String field, Duration ttl) {
        if (ttl.isNegative() || ttl.compareTo(MAX_TTL) > 0) {
            throw new IllegalArgumentException(field + ": " + ttl + " (expected: 0 to " + MAX_TTL.toSeconds() + " s)");
        }
    }
}
