package io.kubia.node.peers;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * What discovery is told, with a limit for everything that comes from outside.
 *
 * @param service the name whose SRV records name the peers; absolute, no search list is tried
 * @param dnsServers whom to ask, in this order; empty for the system's
 * @param peerPort the port that peers listen on; empty to take the SRV record's
 * @param dnsTimeout how long one look-up may take, over all servers and all its questions
 * @param minTtl how long an answer is used at least, and how long a failed look-up is not repeated
 * @param maxTtl how long an answer is used at most
 * @param maxPeers how many peers are read; those that come after, in order, are left out with a warning
 */
public record PeersConfig(
        String service,
        List<InetSocketAddress> dnsServers,
        OptionalInt peerPort,
        Duration dnsTimeout,
        Duration minTtl,
        Duration maxTtl,
        int maxPeers) {
    public PeersConfig {
        check(HostName.isValid(service), "service", service, "a DNS name");
        service = HostName.withoutTrailingDot(service);
        dnsServers = List.copyOf(new LinkedHashSet<>(dnsServers));
        for (var server : dnsServers) {
            check(!server.isUnresolved(), "dnsServers", server, "IP addresses with ports");
        }
        peerPort.ifPresent(port -> check(port > 0 && port < 65536, "peerPort", port, "1 to 65535"));
        check(dnsTimeout.isPositive(), "dnsTimeout", dnsTimeout, "> 0");
        check(minTtl.isPositive(), "minTtl", minTtl, "> 0");
        check(maxTtl.compareTo(minTtl) >= 0, "maxTtl", maxTtl, ">= " + minTtl);
        check(maxPeers > 0, "maxPeers", maxPeers, "> 0");
    }

    /** Everything but the name as it is unless told otherwise. */
    public static PeersConfig defaults(String service) {
        return new PeersConfig(
                service,
                List.of(),
                OptionalInt.empty(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                5_000);
    }

    /** The same with other DNS servers, and another time for a look-up. */
    public PeersConfig withDns(List<InetSocketAddress> servers, Duration timeout) {
        return new PeersConfig(service, servers, peerPort, timeout, minTtl, maxTtl, maxPeers);
    }

    /** The same with other bounds for how long an answer is used. */
    public PeersConfig withTtl(Duration min, Duration max) {
        return new PeersConfig(service, dnsServers, peerPort, dnsTimeout, min, max, maxPeers);
    }

    /** The same with another port for each peer, and another number of them. */
    public PeersConfig withPeers(OptionalInt port, int max) {
        return new PeersConfig(service, dnsServers, port, dnsTimeout, minTtl, maxTtl, max);
    }

    private static void check(boolean holds, String field, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: " + expected + ")");
        }
    }
}
