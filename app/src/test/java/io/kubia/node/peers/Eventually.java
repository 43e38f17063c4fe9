package io.kubia.node.peers;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** For what other threads bring about, sooner or later. */
public final class Eventually {
    /** For what should not take long but may, on a machine that does other things as well. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private Eventually() {}

    /** Waits until it holds. */
    public static void holds(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("time over (expected: the condition to hold within " + PATIENCE + ")");
            }
            Thread.onSpinWait();
        }
    }
}
