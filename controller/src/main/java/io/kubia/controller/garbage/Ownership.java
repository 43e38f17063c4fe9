package io.kubia.controller.garbage;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.OwnerReference;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Who owns what, read off a snapshot. */
final class Ownership {
    /** Keeps an object until those dependents are gone that say so; it is taken away by the garbage loop. */
    static final String FOREGROUND = "foregroundDeletion";
    /** Keeps an object until its dependents are no longer its own; likewise. */
    static final String ORPHAN = "orphan";

    private Ownership() {}

    /** What has become of an owner. */
    enum State {
        LIVING,
        /** It is being deleted, and waits for its dependents to be gone. */
        WAITING,
        GONE
    }

    /** Whether an object waits for its dependents to be gone. */
    static boolean isWaiting(KubeObject object) {
        return object.isBeingDeleted() && object.finalizers().contains(FOREGROUND);
    }

    /** Whether an object waits for its dependents to be let go. */
    static boolean isOrphaning(KubeObject object) {
        return object.isBeingDeleted() && object.finalizers().contains(ORPHAN);
    }

    /**
     * What has become of an owner. Another object of its name is not it. One of a kind that we do not keep, or of a
     * namespace when the dependent has none, cannot be looked up: it counts as living, as nothing may be deleted by a guess.
     */
    static State stateOf(OwnerReference reference, KubeObject dependent, Snapshot now) {
        var key = keyOf(reference, dependent);
        if (key.isEmpty()) {
            return State.LIVING;
        }
        var owner = now.get(key.get()).filter(found -> found.uid().equals(reference.uid()));
        if (owner.isEmpty()) {
            return State.GONE;
        }
        return isWaiting(owner.get()) ? State.WAITING : State.LIVING;
    }

    /** Where an owner is, if it can be looked up. An owner is in the namespace of its dependent, or in none. */
    static Optional<ObjectKey> keyOf(OwnerReference reference, KubeObject dependent) {
        if (reference.name().isEmpty()) {
            return Optional.empty();
        }
        return reference
                .type()
                .filter(type -> !type.namespaced() || dependent.type().namespaced())
                .map(type -> new ObjectKey(type, type.namespaced() ? dependent.namespace() : "", reference.name()));
    }

    static boolean names(KubeObject dependent, String owner) {
        return referencing(dependent, reference -> reference.uid().equals(owner));
    }

    static boolean blocks(KubeObject dependent, String owner) {
        return referencing(dependent, reference -> reference.uid().equals(owner) && reference.blockOwnerDeletion());
    }

    private static boolean referencing(KubeObject dependent, Predicate<OwnerReference> isSuch) {
        return dependent.metadata().has("ownerReferences")
                && dependent.owners().stream().anyMatch(isSuch);
    }

    /**
     * Every object that is such a one, among those that may depend on an owner. Looks at all of them: for what cannot be
     * taken back.
     */
    static List<KubeObject> search(KubeObject owner, Snapshot now, Predicate<KubeObject> isSuch) {
        var found = new ArrayList<KubeObject>();
        for (var type : collected()) {
            if (owner.type().namespaced() && !type.namespaced()) {
                continue;
            }
            for (var object : now.list(new Selection(type, owner.namespace()))) {
                if (isSuch.test(object)) {
                    found.add(object);
                }
            }
        }
        return found;
    }

    /** The kinds that take part: all but events, which own nothing and belong to nobody. */
    static List<ResourceType> collected() {
        return ResourceTypes.ALL.stream()
                .filter(type -> !type.equals(ResourceTypes.EVENT))
                .toList();
    }
}
