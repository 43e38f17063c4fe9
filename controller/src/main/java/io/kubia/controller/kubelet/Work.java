package io.kubia.controller.kubelet;

import java.time.Instant;

/** Where and when the kubelet's work is done: threads and time, which a test has of its own. */
public interface Work extends AutoCloseable {
    Instant now();

    /** Runs something soon, beside everything else. It may wait. */
    void run(Runnable task);

    /** Runs something at a time, or soon after. It must not wait. */
    Alarm at(Instant due, Runnable task);

    /** Begins nothing more. */
    @Override
    void close();

    /** Something that is to happen. */
    @FunctionalInterface
    interface Alarm {
        /** It does not happen, if it has not begun. */
        void cancel();
    }
}
