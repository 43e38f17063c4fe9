package io.kubia.node.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another process does, by looking, and never longer than a deadline. */
final class Await {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private Await() {}

    static void until(String what, Duration deadline, BooleanSupplier condition) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("%s: not after %s".formatted(what, deadline));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }
}
