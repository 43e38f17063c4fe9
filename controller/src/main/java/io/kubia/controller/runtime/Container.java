package io.kubia.controller.runtime;

import java.time.Instant;

/**
 * A container as it is.
 *
 * @param runtimeId as statuses name it: {@code process://4711-1234567}
 */
public record Container(ContainerId id, String runtimeId, State state) {
    /** What it does. */
    public sealed interface State {
        /** It is to be started, and it is not known whether that has been done; after a crash only. */
        record Intended() implements State {}

        /** It lives. */
        record Running(Instant since) implements State {}

        /** It has ended, and nothing of it lives any more. */
        record Ended(Instant since, Instant until, int exitCode, boolean outOfMemory) implements State {}

        /** The runtime cannot tell: it does not answer. Whatever was known before is not known any more. */
        record Unknown(String why) implements State {}
    }
}
