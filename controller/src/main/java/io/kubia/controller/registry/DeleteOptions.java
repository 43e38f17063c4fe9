package io.kubia.controller.registry;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How something is deleted.
 *
 * @param gracePeriodSeconds how long a pod may take to stop; without it what the pod says, and 0 removes it at once
 * @param propagation what happens to what belongs to it; without it the kind's own way
 * @param uid refuses to delete another object of the same name
 * @param resourceVersion refuses to delete another version
 */
public record DeleteOptions(
        OptionalLong gracePeriodSeconds,
        Optional<Propagation> propagation,
        Optional<String> uid,
        OptionalLong resourceVersion,
        boolean dryRun) {
    /** Nothing said. */
    public static final DeleteOptions DEFAULT =
            new DeleteOptions(OptionalLong.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), false);

    /** What happens to what belongs to the object. */
    public enum Propagation {
        /** Deleted after it. */
        BACKGROUND,
        /** Deleted before it. */
        FOREGROUND,
        /** Left alone, and no longer its own. */
        ORPHAN
    }

    /** Only the object with this uid. */
    public DeleteOptions onlyUid(String wanted) {
        return new DeleteOptions(gracePeriodSeconds, propagation, Optional.of(wanted), resourceVersion, dryRun);
    }

    public DeleteOptions withGrace(long seconds) {
        return new DeleteOptions(OptionalLong.of(seconds), propagation, uid, resourceVersion, dryRun);
    }
}
