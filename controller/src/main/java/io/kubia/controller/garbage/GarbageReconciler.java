package io.kubia.controller.garbage;

import io.kubia.controller.garbage.GarbagePlanner.Owner;
import io.kubia.controller.garbage.GarbagePlanner.Situation;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.loop.Outcome;
import io.kubia.controller.loop.Reconciler;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.DeleteOptions.Propagation;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what belongs to objects that are gone, and lets objects go that wait for their dependents. Its keys are both.
 *
 * <p>Which dependents a change concerns is told by an index; whether an object has to go is decided by a look at its owners
 * in the store. Two decisions could not be taken back: to end the wait of an object that still has dependents. Before these,
 * all objects that there are are looked at.
 */
public final class GarbageReconciler implements Reconciler {
    private static final Logger log = LoggerFactory.getLogger(GarbageReconciler.class);

    private final Registry registry;
    private final Dependents dependents = new Dependents();

    public GarbageReconciler(Registry registry) {
        this.registry = registry;
    }

    @Override
    public String name() {
        return "garbage";
    }

    @Override
    public List<ResourceType> watches() {
        return Ownership.collected();
    }

    @Override
    public void affected(Change change, Snapshot now, Consumer<ObjectKey> keys) {
        switch (change) {
            case Change.Added(var object) -> {
                dependents.changed(change);
                if (object.metadata().has("ownerReferences") || object.isBeingDeleted()) {
                    keys.accept(object.key());
                }
            }
            case Change.Modified(var before, var object) -> modified(change, before, object, now, keys);
            case Change.Deleted(var object) -> {
                dependents.changed(change);
                dependents.of(object.uid()).forEach(keys);
                waitingOwners(object, now, keys);
            }
        }
    }

    private void modified(Change change, KubeObject before, KubeObject object, Snapshot now, Consumer<ObjectKey> keys) {
        if (differs(before, object, "ownerReferences")) {
            dependents.changed(change);
            keys.accept(object.key());
            waitingOwners(before, now, keys);
        }
        if (differs(before, object, "deletionTimestamp") || differs(before, object, "finalizers")) {
            if (object.isBeingDeleted()) {
                keys.accept(object.key());
            }
            if (Ownership.isWaiting(object) && !Ownership.isWaiting(before)) {
                dependents.of(object.uid()).forEach(keys);
            }
        }
    }

    private static boolean differs(KubeObject before, KubeObject object, String field) {
        return !Objects.equals(before.metadata().get(field), object.metadata().get(field));
    }

    /** Those that may have waited for this one. */
    private static void waitingOwners(KubeObject dependent, Snapshot now, Consumer<ObjectKey> keys) {
        if (!dependent.metadata().has("ownerReferences")) {
            return;
        }
        for (var reference : dependent.owners()) {
            if (Ownership.stateOf(reference, dependent, now) == Ownership.State.WAITING) {
                Ownership.keyOf(reference, dependent).ifPresent(keys);
            }
        }
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        var now = registry.now();
        var found = now.get(key);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var object = found.get();
        var owners = new ArrayList<Owner>();
        for (var reference : object.owners()) {
            owners.add(new Owner(reference, Ownership.stateOf(reference, object, now)));
        }
        var decision = GarbagePlanner.decide(new Situation(object, owners, new Known(object, now)));
        return execute(decision, object);
    }

    /** What the index says of an object's dependents, and whether that is so in a snapshot. */
    private final class Known implements GarbagePlanner.Facts {
        private final KubeObject object;
        private final Snapshot now;

        Known(KubeObject object, Snapshot now) {
            this.object = object;
            this.now = now;
        }

        @Override
        public boolean isAny() {
            return any(dependent -> Ownership.names(dependent, object.uid()));
        }

        @Override
        public boolean isBlocking() {
            Predicate<KubeObject> blocks = dependent -> Ownership.blocks(dependent, object.uid());
            return any(blocks) || !Ownership.search(object, now, blocks).isEmpty();
        }

        @Override
        public boolean areWaiting() {
            return any(dependent -> Ownership.names(dependent, object.uid()) && Ownership.isWaiting(dependent));
        }

        private boolean any(Predicate<KubeObject> isSuch) {
            return dependents.any(
                    object.uid(), key -> now.get(key).filter(isSuch).isPresent());
        }
    }

    private Outcome execute(Decision decision, KubeObject object) {
        try {
            return switch (decision) {
                case Decision.Keep ignored -> Outcome.DONE;
                case Decision.Delete(var propagation, var unblocks) -> delete(object, propagation, unblocks);
                case Decision.DropOwners(var uids) -> change(object, now -> withoutOwners(now, uids));
                case Decision.EndWaiting ignored -> change(object, now -> without(now, Ownership.FOREGROUND));
                case Decision.LetGo ignored -> letGo(object);
            };
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return Outcome.DONE; // somebody was faster
            }
            throw e;
        }
    }

    private Outcome delete(KubeObject object, Optional<Propagation> propagation, boolean unblocks) {
        if (unblocks) {
            change(object, GarbageReconciler::unblocking);
        }
        log.debug("{}: deleted, as its owners are gone", object.key());
        registry.delete(
                object.key(),
                new DeleteOptions(
                        OptionalLong.empty(), propagation, Optional.of(object.uid()), OptionalLong.empty(), false));
        return Outcome.DONE;
    }

    /** The finalizer goes last, and only when nothing names the object any longer: who does would be deleted after it. */
    private Outcome letGo(KubeObject owner) {
        Predicate<KubeObject> names = dependent -> Ownership.names(dependent, owner.uid());
        for (var dependent : Ownership.search(owner, registry.now(), names)) {
            try {
                change(dependent, now -> withoutOwners(now, Set.of(owner.uid())));
            } catch (ApiException e) {
                if (!e.isNotFound()) {
                    throw e;
                }
            }
        }
        if (!Ownership.search(owner, registry.now(), names).isEmpty()) {
            return Outcome.again(Duration.ZERO);
        }
        return change(owner, now -> without(now, Ownership.ORPHAN));
    }

    /** Another object of the name is left alone. */
    private Outcome change(KubeObject object, UnaryOperator<KubeObject> change) {
        registry.change(
                object.key(), Part.WHOLE, now -> now.uid().equals(object.uid()) ? change.apply(now) : now, false);
        return Outcome.DONE;
    }

    private static KubeObject without(KubeObject object, String finalizer) {
        return object.withFinalizers(object.finalizers().stream()
                .filter(other -> !other.equals(finalizer))
                .toList());
    }

    private static KubeObject withoutOwners(KubeObject object, Set<String> uids) {
        var left = new ArrayList<Json>();
        for (var reference : references(object).objects()) {
            if (!uids.contains(reference.text("uid", ""))) {
                left.add(reference);
            }
        }
        return object.withMetadata("ownerReferences", left.isEmpty() ? null : new JsonArray(left));
    }

    private static KubeObject unblocking(KubeObject object) {
        var all = new ArrayList<Json>();
        for (JsonObject reference : references(object).objects()) {
            all.add(reference.with("blockOwnerDeletion", false));
        }
        return object.withMetadata("ownerReferences", new JsonArray(all));
    }

    private static JsonArray references(KubeObject object) {
        return object.metadata().array("ownerReferences");
    }
}
