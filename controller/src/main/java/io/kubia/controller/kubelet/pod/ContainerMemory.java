package io.kubia.controller.kubelet.pod;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a container.
 *
 * @param problem why its next run could not be started; null when nothing was in the way
 * @param backoff null when it has not been started again
 * @param isToldOfWaiting whether it has been said that its next start waits
 * @param run the newest one; null when there was none
 */
record ContainerMemory(
        ImageState image,
        @Nullable Problem problem,
        @Nullable Backoff backoff,
        boolean isToldOfWaiting,
        @Nullable Run run) {
    static final ContainerMemory NOTHING = new ContainerMemory(ImageState.NOT_ASKED, null, null, false, null);

    ContainerMemory withImage(ImageState state) {
        return new ContainerMemory(state, problem, backoff, isToldOfWaiting, run);
    }

    ContainerMemory withProblem(@Nullable Problem value) {
        return new ContainerMemory(image, value, backoff, isToldOfWaiting, run);
    }

    ContainerMemory withBackoff(@Nullable Backoff value) {
        return new ContainerMemory(image, problem, value, isToldOfWaiting, run);
    }

    ContainerMemory toldOfWaiting(boolean told) {
        return new ContainerMemory(image, problem, backoff, told, run);
    }

    ContainerMemory withRun(@Nullable Run value) {
        return new ContainerMemory(image, problem, backoff, isToldOfWaiting, value);
    }

    boolean mayTry(Instant now) {
        return problem == null || !now.isBefore(problem.retryAt());
    }
}
