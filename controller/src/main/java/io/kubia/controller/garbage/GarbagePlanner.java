package io.kubia.controller.garbage;

import io.kubia.controller.garbage.Decision.Delete;
import io.kubia.controller.garbage.Decision.DropOwners;
import io.kubia.controller.garbage.Decision.EndWaiting;
import io.kubia.controller.garbage.Decision.Keep;
import io.kubia.controller.garbage.Decision.LetGo;
import io.kubia.controller.garbage.Ownership.State;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.OwnerReference;
import io.kubia.controller.registry.DeleteOptions.Propagation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Decides about one object, by what has become of its owners and its dependents.
 *
 * <pre>
 * the object                                      its owners                     decision
 * being deleted, with the finalizer orphan        any                            LetGo
 * being deleted, with foregroundDeletion          any                            EndWaiting once no dependent blocks it
 * being deleted otherwise                         any                            Keep
 * not being deleted                               none, or all living            Keep
 * not being deleted                               one living, others not         DropOwners
 * not being deleted                               none living, one waits for it  Delete, its own dependents first
 * not being deleted                               all gone                       Delete
 * </pre>
 */
final class GarbagePlanner {
    private GarbagePlanner() {}

    /**
     * What is known of an object.
     *
     * @param owners its owners, and what has become of each
     * @param dependents what is known of its own dependents
     */
    record Situation(KubeObject object, List<Owner> owners, Facts dependents) {
        Situation {
            owners = List.copyOf(owners);
        }
    }

    /** An owner, and what has become of it. */
    record Owner(OwnerReference reference, State state) {}

    /** What is asked about an object's dependents, and only when it matters. */
    interface Facts {
        /** Whether there are any. */
        boolean isAny();

        /** Whether there is one that the object has to wait for. */
        boolean isBlocking();

        /** Whether there is one that itself waits for its dependents. */
        boolean areWaiting();
    }

    static Decision decide(Situation situation) {
        var object = situation.object();
        if (Ownership.isOrphaning(object)) {
            return new LetGo();
        }
        if (Ownership.isWaiting(object)) {
            return situation.dependents().isBlocking() ? new Keep() : new EndWaiting();
        }
        if (object.isBeingDeleted() || situation.owners().isEmpty()) {
            return new Keep();
        }
        if (has(situation, State.LIVING)) {
            return without(situation);
        }
        return delete(situation);
    }

    private static Decision without(Situation situation) {
        var uids = new HashSet<String>();
        for (var owner : situation.owners()) {
            if (owner.state() != State.LIVING) {
                uids.add(owner.reference().uid());
            }
        }
        return uids.isEmpty() ? new Keep() : new DropOwners(uids);
    }

    private static Decision delete(Situation situation) {
        var dependents = situation.dependents();
        if (has(situation, State.WAITING) && dependents.isAny()) {
            return new Delete(Optional.of(Propagation.FOREGROUND), dependents.areWaiting());
        }
        // What its finalizers say about its dependents stays as it is.
        return new Delete(Optional.empty(), false);
    }

    private static boolean has(Situation situation, State state) {
        return situation.owners().stream().anyMatch(owner -> owner.state() == state);
    }
}
