package io.kubia.controller.kubelet.pod;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long an ended container waits before it is started again: the first time not at all, then longer each time, and from
 * the beginning again once it has lived long enough.
 *
 * @param delay before its next start
 * @param startedAt when it was last started again
 */
record Backoff(Duration delay, Instant startedAt) {
    /** How long after its end it is started. */
    static Duration before(@Nullable Backoff backoff, Instant endedAt, Timings timings) {
        return backoff == null || backoff.isForgotten(endedAt, timings) ? Duration.ZERO : backoff.delay();
    }

    /** After it has been started again. */
    static Backoff after(@Nullable Backoff backoff, Instant endedAt, Instant now, Timings timings) {
        if (backoff == null || backoff.isForgotten(endedAt, timings)) {
            return new Backoff(timings.restart(), now);
        }
        return new Backoff(Timings.doubled(backoff.delay(), timings.restartLongest(), 2), now);
    }

    /** What it must have been before a crash, for a run that was the so-manieth restart in a row at most. */
    static @Nullable Backoff rederived(int restarts, Instant startedAt, Timings timings) {
        return restarts == 0
                ? null
                : new Backoff(Timings.doubled(timings.restart(), timings.restartLongest(), restarts), startedAt);
    }

    private boolean isForgotten(Instant endedAt, Timings timings) {
        return Duration.between(startedAt, endedAt).compareTo(timings.restartForgotten()) > 0;
    }
}
