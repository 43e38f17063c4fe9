package io.kubia.dns.forward;

import java.time.Duration;

/**
 * How other servers are asked.
 *
 * @param tryTimeout until the next server is asked as well
 * @param timeout for all servers together
 * @param maxWaiting clients that may wait for an answer at once; others are told at once that there is none
 * @param maxCached answers that are kept
 * @param maxCachedBytes of all answers that are kept
 * @param maxTtl how long an answer is kept at most, whatever its TTL says
 * @param maxNegativeTtl how long it is believed at most that a name is not there
 */
public record ForwardConfig(
        Duration tryTimeout,
        Duration timeout,
        int maxWaiting,
        int maxCached,
        long maxCachedBytes,
        Duration maxTtl,
        Duration maxNegativeTtl) {
    public ForwardConfig {
        if (!tryTimeout.isPositive() || timeout.compareTo(tryTimeout) < 0) {
            throw new IllegalArgumentException(
                    "timeout: %s (expected: at least the %s of one try)".formatted(timeout, tryTimeout));
        }
        if (maxWaiting < 1 || maxCached < 0 || maxCachedBytes < 0) {
            throw new IllegalArgumentException("limits: %d, %d, %d (expected: at least 1, 0 and 0)"
                    .formatted(maxWaiting, maxCached, maxCachedBytes));
        }
    }

    /** A new name is found within half a minute, as people wait for it. */
    public static ForwardConfig defaults() {
        return new ForwardConfig(
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                1_000,
                10_000,
                16 << 20,
                Duration.ofHours(1),
                Duration.ofSeconds(30));
    }
}
