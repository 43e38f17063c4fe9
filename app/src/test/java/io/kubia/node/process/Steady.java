package io.kubia.node.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Whether a figure has stayed the same for a second. */
final class Steady implements BooleanSupplier {
    private static final Duration A_WHILE = Duration.ofSeconds(1);

    private final LongSupplier figure;
    private long last;
    private long since = System.nanoTime();

    Steady(LongSupplier figure) {
        this.figure = figure;
        last = figure.getAsLong();
    }

    @Override
    public boolean getAsBoolean() {
        long now = figure.getAsLong();
        if (now != last) {
            last = now;
            since = System.nanoTime();
        }
        return System.nanoTime() - since > A_WHILE.toNanos();
    }
}
