package io.kubia.controller.kubelet.pod;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one run of a container and is known to nobody else.
 *
 * @param image that it was started from, and its id
 * @param startup and readiness: what the probes say; true from the beginning where there is no such probe
 * @param fault why it is to be ended and started again; null while it is not
 * @param stopping null while it is not to end
 * @param message why it ended; null as long as that has not been read
 */
record Run(
        int attempt,
        String image,
        String imageId,
        HookState postStart,
        boolean startup,
        boolean readiness,
        @Nullable Fault fault,
        @Nullable Stopping stopping,
        @Nullable String message) {
    enum HookState {
        TO_BE_RUN,
        RUNNING,
        DONE
    }

    /** Why a container that lives is to be started again. */
    enum Fault {
        STARTUP_PROBE,
        LIVENESS_PROBE,
        POST_START_HOOK,
        CHANGED
    }

    /** How far its end has come; {@code until}: when it is to have ended. */
    record Stopping(StopState state, Instant until) {}

    enum StopState {
        PRE_STOP,
        PRE_STOP_ENDED,
        ASKED
    }

    Run withPostStart(HookState state) {
        return new Run(attempt, image, imageId, state, startup, readiness, fault, stopping, message);
    }

    Run withStartup(boolean value) {
        return new Run(attempt, image, imageId, postStart, value, readiness, fault, stopping, message);
    }

    Run withReadiness(boolean value) {
        return new Run(attempt, image, imageId, postStart, startup, value, fault, stopping, message);
    }

    Run withFault(Fault why) {
        return new Run(attempt, image, imageId, postStart, startup, readiness, why, stopping, message);
    }

    Run withStopping(StopState state, Instant until) {
        return new Run(
                attempt, image, imageId, postStart, startup, readiness, fault, new Stopping(state, until), message);
    }

    Run withMessage(String text) {
        return new Run(attempt, image, imageId, postStart, startup, readiness, fault, stopping, text);
    }

    boolean isStarted() {
        return postStart == HookState.DONE && startup;
    }

    boolean isReady() {
        return isStarted() && readiness;
    }
}
