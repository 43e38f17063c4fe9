package io.kubia.controller.statefulset;

import java.util.List;

/** How independent actions of one plan are done: one after the other, or some at once. */
@FunctionalInterface
interface Batches {
    /** Kubernetes' bound on what one pass has under way at once. */
    int LARGEST = 500;

    /** One after the other, on the caller's thread. */
    Batches ONE_BY_ONE = batch -> batch.forEach(Runnable::run);

    /**
     * Does all of a batch and returns when the last is done.
     *
     * @throws RuntimeException what the first one threw that failed
     */
    void run(List<? extends Runnable> batch);

    /**
     * Does things in batches of 1, 2, 4 and so on, so that what fails for all of them, a full disk or a quota, fails a few
     * times and not a thousand. What comes after a batch with a failure is not tried.
     */
    default void slowly(List<? extends Runnable> things) {
        int size = 1;
        int from = 0;
        while (from < things.size()) {
            int to = Math.min(from + size, things.size());
            run(things.subList(from, to));
            from = to;
            size = Math.min(2 * size, LARGEST);
        }
    }
}
