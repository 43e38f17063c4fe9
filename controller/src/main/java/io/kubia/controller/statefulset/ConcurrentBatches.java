package io.kubia.controller.statefulset;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Does the actions of a batch at once, each on a virtual thread. They do little but wait for the disk, which stores what
 * comes at once with one sync: a thousand pods take as long as a few.
 */
final class ConcurrentBatches implements Batches {
    @Override
    public void run(List<? extends Runnable> batch) {
        if (batch.size() == 1) {
            batch.getFirst().run();
            return;
        }
        var failure = new AtomicReference<@Nullable RuntimeException>();
        var threads = new ArrayList<Thread>(batch.size());
        for (var thing : batch) {
            threads.add(Thread.ofVirtual().name("statefulset").start(() -> {
                try {
                    thing.run();
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                }
            }));
        }
        await(threads);
        var failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    /** An interrupt is kept for later: what is under way must end before the next pass reads what it did. */
    private static void await(List<Thread> threads) {
        boolean isInterrupted = false;
        for (var thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
