package io.kubia.node.peers;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * What discovery and the cluster read are told, with a limit for everything that comes from outside.
 *
 * @param self the first label of this node's own name among its peers; that peer is read without the network
 * @param service the name whose SRV records name the peers; absolute, no search list is tried
 * @param dnsServers whom to ask, in this order; empty for the system's
 * @param peerPort the port that peers listen on; empty to take the SRV record's
 * @param dnsTimeout how long one look-up may take, over all servers and all its questions
 * @param minTtl how long an answer is used at least, and how long a failed look-up is not repeated
 * @param maxTtl how long an answer is used at most
 * @param peerTimeout how long one peer is waited for; time in which the reader of an answer holds it back does not count
 * @param maxPeers how many peers are read; those that come after, in order, are left out with a warning
 * @param maxData bytes that one peer's data may have
 * @param readMemory bytes of peers' data held in memory at once, over all rounds and answers under way
 * @param maxRounds rounds of peer reads under way at once
 * @param maxStreams answers at once that are too large for memory
 * @param maxWaiting reads that may wait for a round at once
 * @param maxWait how long a read waits for one of the {@code maxStreams} places
 */
public record PeersConfig(
        String self,
        String service,
        List<InetSocketAddress> dnsServers,
        OptionalInt peerPort,
        Duration dnsTimeout,
        Duration minTtl,
        Duration maxTtl,
        Duration peerTimeout,
        int maxPeers,
        long maxData,
        long readMemory,
        int maxRounds,
        int maxStreams,
        int maxWaiting,
        Duration maxWait) {

    /** Below this a thousand peers would not get a buffer each. */
    static final long MIN_READ_MEMORY = 1L << 20;

    public PeersConfig {
        check(HostName.isValid(self), "self", self, "a host name");
        check(HostName.isValid(service), "service", service, "a DNS name");
        self = HostName.firstLabel(self);
        service = HostName.withoutTrailingDot(service);
        dnsServers = List.copyOf(new LinkedHashSet<>(dnsServers));
        for (var server : dnsServers) {
            check(!server.isUnresolved(), "dnsServers", server, "IP addresses with ports");
        }
        peerPort.ifPresent(port -> check(port > 0 && port < 65536, "peerPort", port, "1 to 65535"));
        positive("dnsTimeout", dnsTimeout);
        positive("minTtl", minTtl);
        check(maxTtl.compareTo(minTtl) >= 0, "maxTtl", maxTtl, ">= " + minTtl);
        positive("peerTimeout", peerTimeout);
        positive("maxPeers", maxPeers);
        positive("maxData", maxData);
        check(readMemory >= MIN_READ_MEMORY, "readMemory", readMemory, ">= " + MIN_READ_MEMORY);
        positive("maxRounds", maxRounds);
        positive("maxStreams", maxStreams);
        positive("maxWaiting", maxWaiting);
        positive("maxWait", maxWait);
    }

    /** Everything but the two names as it is unless told otherwise. */
    public static PeersConfig defaults(String self, String service) {
        return new PeersConfig(
                self,
                service,
                List.of(),
                OptionalInt.empty(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(3),
                5_000,
                16L << 20,
                32L << 20,
                8,
                4,
                10_000,
                Duration.ofSeconds(10));
    }

    /** The same with other DNS servers, and another time for a look-up. */
    public PeersConfig withDns(List<InetSocketAddress> servers, Duration timeout) {
        return new PeersConfig(
                self,
                service,
                servers,
                peerPort,
                timeout,
                minTtl,
                maxTtl,
                peerTimeout,
                maxPeers,
                maxData,
                readMemory,
                maxRounds,
                maxStreams,
                maxWaiting,
                maxWait);
    }

    /** The same with other bounds for how long an answer is used. */
    public PeersConfig withTtl(Duration min, Duration max) {
        return new PeersConfig(
                self,
                service,
                dnsServers,
                peerPort,
                dnsTimeout,
                min,
                max,
                peerTimeout,
                maxPeers,
                maxData,
                readMemory,
                maxRounds,
                maxStreams,
                maxWaiting,
                maxWait);
    }

    /** The same with another port, time and size for each peer, and another number of them. */
    public PeersConfig withPeers(OptionalInt port, Duration timeout, int max, long maxDataOfEach) {
        return new PeersConfig(
                self,
                service,
                dnsServers,
                port,
                dnsTimeout,
                minTtl,
                maxTtl,
                timeout,
                max,
                maxDataOfEach,
                readMemory,
                maxRounds,
                maxStreams,
                maxWaiting,
                maxWait);
    }

    /** The same with other limits on what is under way at once. */
    public PeersConfig withLimits(long memory, int rounds, int streams, int reads, Duration wait) {
        return new PeersConfig(
                self,
                service,
                dnsServers,
                peerPort,
                dnsTimeout,
                minTtl,
                maxTtl,
                peerTimeout,
                maxPeers,
                maxData,
                memory,
                rounds,
                streams,
                reads,
                wait);
    }

    private static void positive(String field, Duration value) {
        check(value.isPositive(), field, value, "> 0");
    }

    private static void positive(String field, long value) {
        check(value > 0, field, value, "> 0");
    }

    private static void check(boolean holds, String field, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: " + expected + ")");
        }
    }
}
