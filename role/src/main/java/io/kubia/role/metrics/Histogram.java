package io.kubia.role.metrics;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** How long things took, counted in buckets from 50 microseconds to 10 seconds. */
public final class Histogram {
    static final double[] BOUNDS_SECONDS = {
        0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
    };

    private static final long[] BOUNDS_NANOS = Arrays.stream(BOUNDS_SECONDS)
            .mapToLong(bound -> Math.round(bound * 1e9))
            .toArray();

    private final LongAdder[] buckets =
            Stream.generate(LongAdder::new).limit(BOUNDS_NANOS.length + 1L).toArray(LongAdder[]::new);
    private final LongAdder sumNanos = new LongAdder();

    Histogram() {}

    /** Counts something that took {@code nanos}. */
    public void observe(long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS_NANOS.length && nanos > BOUNDS_NANOS[bucket]) {
            bucket++;
        }
        buckets[bucket].increment();
        sumNanos.add(nanos);
    }

    double sumSeconds() {
        return sumNanos.sum() / 1e9;
    }

    /** The count of each bucket alone, from the shortest; the last one has no bound. */
    void forEachBucket(LongConsumer count) {
        for (var bucket : buckets) {
            count.accept(bucket.sum());
        }
    }
}
