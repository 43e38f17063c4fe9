package io.kubia.controller.garbage;

import io.kubia.controller.registry.DeleteOptions.Propagation;
import java.util.Optional;
import java.util.Set;

/** What is to be done about one object. */
sealed interface Decision {
    /** Nothing, for now. */
    record Keep() implements Decision {}

    /**
     * It is to be deleted.
     *
     * @param propagation what happens to its own dependents, where that has to be said
     * @param unblocks whether its own references must be made to block nobody first: its owner and its dependents wait for
     *     each other
     */
    record Delete(Optional<Propagation> propagation, boolean unblocks) implements Decision {}

    /** It lives on with the owners that are left. */
    record DropOwners(Set<String> uids) implements Decision {
        public DropOwners {
            uids = Set.copyOf(uids);
        }
    }

    /** It need not wait any longer for its dependents to be gone. */
    record EndWaiting() implements Decision {}

    /** Every dependent is to be let go, and only then it need not wait any longer for that. */
    record LetGo() implements Decision {}
}
