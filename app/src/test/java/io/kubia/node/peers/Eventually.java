package io.kubia.node.peers;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** For what other threads bring about, sooner or later. */
public final class Eventually {
    private Eventually() {}

    /** Waits until it holds. */
    public static void holds(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("time over (expected: the condition to hold within 20 s)");
            }
            Thread.onSpinWait();
        }
    }
}
