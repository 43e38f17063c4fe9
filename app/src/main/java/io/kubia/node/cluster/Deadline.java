package io.kubia.node.cluster;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.concurrent.Ticker;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends the waiting for those peers of a round that take too long: one timer for all of them, as they mostly begin
 * together. Used on the cluster's event loop only.
 */
final class Deadline {
    private final EventLoop loop;
    private final Ticker ticker;
    private final List<Intake> intakes;
    private @Nullable ScheduledFuture<?> timer;
    private long due;
    private boolean isOver;

    Deadline(EventLoop loop, Ticker ticker, List<Intake> intakes) {
        this.loop = loop;
        this.ticker = ticker;
        this.intakes = intakes;
    }

    /** Looks at the peers after so long at the latest. */
    void watch(long nanos) {
        if (isOver || nanos == Long.MAX_VALUE) {
            return;
        }
        long then = ticker.nanoTime() + nanos;
        if (timer != null && due - then <= 0) {
            return;
        }
        cancelTimer();
        due = then;
        timer = loop.schedule(this::look, Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    void stop() {
        isOver = true;
        cancelTimer();
    }

    private void look() {
        timer = null;
        long now = ticker.nanoTime();
        long next = Long.MAX_VALUE;
        for (var intake : intakes) {
            long remaining = intake.remaining(now);
            if (remaining <= 0) {
                intake.expire();
            } else {
                next = Math.min(next, remaining);
            }
            if (isOver) {
                return;
            }
        }
        watch(next);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
