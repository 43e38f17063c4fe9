package io.kubia.role.metrics;

import java.util.concurrent.atomic.LongAdder;

/** A number that only grows. */
public final class Counter {
    private final LongAdder value = new LongAdder();

    Counter() {}

    /** Counts one more. */
    public void increment() {
        value.increment();
    }

    /** Counts {@code amount} more. */
    public void add(long amount) {
        value.add(amount);
    }

    /** What was counted since the start. */
    public long value() {
        return value.sum();
    }
}
