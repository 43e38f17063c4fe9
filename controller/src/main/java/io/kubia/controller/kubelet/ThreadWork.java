package io.kubia.controller.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A virtual thread for each task, and one thread for all times: what waits costs an entry in a heap. */
public final class ThreadWork implements Work {
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor timer;

    public ThreadWork(InstantSource clock) {
        this.clock = clock;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("kubelet-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public void run(Runnable task) {
        Thread.ofVirtual().name("kubelet").start(task);
    }

    @Override
    public Alarm at(Instant due, Runnable task) {
        long nanos = Math.max(0, Duration.between(clock.instant(), due).toNanos());
        try {
            var future = timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {}; // it is closed, and begins nothing more
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
