package io.kubia.node.cluster;

import io.kubia.node.peers.HostName;
import java.time.Duration;

/**
 * What the cluster read is told, with a limit for everything that comes from outside.
 *
 * @param self the first label of this node's own name among its peers; that peer is read without the network
 * @param peerTimeout how long one peer is waited for; time in which the reader of an answer holds it back does not count
 * @param maxData bytes that one peer's data may have
 * @param readMemory bytes of peers' data held in memory at once, over all rounds and answers under way
 * @param maxRounds rounds of peer reads under way at once
 * @param maxStreams answers at once that are too large for memory
 * @param maxWaiting reads that may wait for a round at once
 * @param maxWait how long a read waits for one of the {@code maxStreams} places
 */
public record ClusterConfig(
        String self,
        Duration peerTimeout,
        long maxData,
        long readMemory,
        int maxRounds,
        int maxStreams,
        int maxWaiting,
        Duration maxWait) {

    /** Below this a thousand peers would not get a buffer each. */
    static final long MIN_READ_MEMORY = 1L << 20;

    public ClusterConfig {
        check(HostName.isValid(self), "self", self, "a host name");
        self = HostName.firstLabel(self);
        positive("peerTimeout", peerTimeout);
        positive("maxData", maxData);
        check(readMemory >= MIN_READ_MEMORY, "readMemory", readMemory, ">= " + MIN_READ_MEMORY);
        positive("maxRounds", maxRounds);
        positive("maxStreams", maxStreams);
        positive("maxWaiting", maxWaiting);
        positive("maxWait", maxWait);
    }

    /** Everything but the name as it is unless told otherwise. */
    public static ClusterConfig defaults(String self) {
        return new ClusterConfig(
                self, Duration.ofSeconds(3), 16L << 20, 32L << 20, 8, 4, 10_000, Duration.ofSeconds(10));
    }

    /** The same with another time and size for each peer. */
    public ClusterConfig withPeers(Duration timeout, long maxDataOfEach) {
        return new ClusterConfig(self, timeout, maxDataOfEach, readMemory, maxRounds, maxStreams, maxWaiting, maxWait);
    }

    /** The same with other limits on what is under way at once. */
    public ClusterConfig withLimits(long memory, int rounds, int streams, int reads, Duration wait) {
        return new ClusterConfig(self, peerTimeout, maxData, memory, rounds, streams, reads, wait);
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
