package io.kubia.controller.api.watch;

import java.time.Duration;

/**
 * The limits of watches.
 *
 * @param watches how many there may be at once
 * @param backlog how many changes may wait for a slow watcher before it is cut off
 * @param bookmarkEvery how often a watcher that wants to is told how far it has come
 * @param longest after which time a watch ends that has not said when it wants to
 */
public record WatchConfig(int watches, int backlog, Duration bookmarkEvery, Duration longest) {
    /** What Kubernetes does, more or less. */
    public static final WatchConfig DEFAULT =
            new WatchConfig(1_000, 10_000, Duration.ofMinutes(1), Duration.ofMinutes(45));

    public WatchConfig {
        check(watches > 0, "watches", watches, "> 0");
        check(backlog > 0, "backlog", backlog, "> 0");
        check(bookmarkEvery.isPositive(), "bookmarkEvery", bookmarkEvery, "> 0");
        check(longest.isPositive(), "longest", longest, "> 0");
    }

    private static void check(boolean holds, String field, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: " + expected + ")");
        }
    }
}
