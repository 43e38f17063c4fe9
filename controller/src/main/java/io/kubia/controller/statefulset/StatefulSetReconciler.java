package io.kubia.controller.statefulset;

import io.kubia.controller.event.EventRecorder;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.loop.Outcome;
import io.kubia.controller.loop.Reconciler;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.OwnerReference;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.Snapshot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes each StatefulSet what it asks to be: reads one snapshot, lets the planner decide, does it.
 *
 * <p>Implementation note. The store's thread calls {@code affected}, the loop's thread calls {@code reconcile}. All that
 * they share is {@link #written}, the status that was last written of each set: by it a change is recognised as this
 * reconciler's own, which would otherwise cost a second pass for every first one. To lose it costs no more than that.
 */
public final class StatefulSetReconciler implements Reconciler {
    private static final Logger log = LoggerFactory.getLogger(StatefulSetReconciler.class);

    private final Registry registry;
    private final InstantSource clock;
    private final Planner planner;
    private final Executor executor;
    private final Map<ObjectKey, JsonObject> written = new ConcurrentHashMap<>();

    public StatefulSetReconciler(Registry registry, EventRecorder events, InstantSource clock) {
        this(registry, events, clock, StatefulSetPlanner::plan, new ConcurrentBatches());
    }

    StatefulSetReconciler(
            Registry registry, EventRecorder events, InstantSource clock, Planner planner, Batches batches) {
        this.registry = registry;
        this.clock = clock;
        this.planner = planner;
        this.executor = new Executor(registry, events, batches);
    }

    @Override
    public String name() {
        return "statefulset";
    }

    @Override
    public List<ResourceType> watches() {
        return List.of(
                ResourceTypes.STATEFUL_SET,
                ResourceTypes.POD,
                ResourceTypes.PERSISTENT_VOLUME_CLAIM,
                ResourceTypes.CONTROLLER_REVISION);
    }

    @Override
    public void affected(Change change, Snapshot now, Consumer<ObjectKey> keys) {
        var type = change.object().type();
        if (type.equals(ResourceTypes.STATEFUL_SET)) {
            if (!isOwnWrite(change)) {
                keys.accept(change.key());
            }
        } else if (type.equals(ResourceTypes.POD)) {
            affectedByPod(change, keys);
        } else if (type.equals(ResourceTypes.PERSISTENT_VOLUME_CLAIM)) {
            affectedByClaim(change, now, keys);
        } else {
            affectedByRevision(change, keys);
        }
    }

    /** An own write that ends an update is another's change, so to speak: the old revision may be forgotten now. */
    private boolean isOwnWrite(Change change) {
        if (!(change instanceof Change.Modified(var before, var after))) {
            return false;
        }
        var status = written.get(after.key());
        return status != null
                && status.equals(after.status())
                && Objects.equals(
                        status.text("currentRevision"), before.status().text("currentRevision"))
                && withoutStatus(before).equals(withoutStatus(after));
    }

    private static KubeObject withoutStatus(KubeObject set) {
        return set.with("status", null).withResourceVersion(0);
    }

    /** The set that steers it, and the one whose name it has: that may adopt it, or wait for its name. */
    private static void affectedByPod(Change change, Consumer<ObjectKey> keys) {
        if (change instanceof Change.Modified(var before, var after)) {
            var was = Member.of(before);
            if (was.saysTheSameAs(Member.of(after))) {
                return;
            }
            acceptSet(was.controller(), before, keys);
        }
        var pod = Member.of(change.object());
        acceptSet(pod.controller(), change.object(), keys);
        if (pod.name() != null) {
            keys.accept(ObjectKey.of(
                    ResourceTypes.STATEFUL_SET,
                    change.object().namespace(),
                    pod.name().set()));
        }
    }

    private static void acceptSet(@Nullable OwnerReference controller, KubeObject of, Consumer<ObjectKey> keys) {
        if (controller != null
                && controller.kind().equals(ResourceTypes.STATEFUL_SET.kind())
                && controller.apiVersion().equals(ResourceTypes.STATEFUL_SET.apiVersion())) {
            keys.accept(ObjectKey.of(ResourceTypes.STATEFUL_SET, of.namespace(), controller.name()));
        }
    }

    /** A new claim changes nothing: those that a set waits for are its own. */
    private static void affectedByClaim(Change change, Snapshot now, Consumer<ObjectKey> keys) {
        boolean matters = switch (change) {
            case Change.Added ignored -> false;
            case Change.Modified(var before, var after) ->
                before.isBeingDeleted() != after.isBeingDeleted()
                        || !Claim.of(before).owners().equals(Claim.of(after).owners());
            case Change.Deleted ignored -> true;
        };
        if (!matters) {
            return;
        }
        var claim = change.object();
        for (var object : now.list(Selection.in(ResourceTypes.STATEFUL_SET, claim.namespace()))) {
            if (StatefulSet.of(object).hasClaim(claim.name())) {
                keys.accept(object.key());
            }
        }
    }

    /** Those that are made and numbered are made and numbered by a pass of their set; others go, or change their owner. */
    private static void affectedByRevision(Change change, Consumer<ObjectKey> keys) {
        switch (change) {
            case Change.Added ignored -> {}
            case Change.Modified(var before, var after) -> {
                if (!before.owners().equals(after.owners())) {
                    acceptSet(before.controller().orElse(null), before, keys);
                    acceptSet(after.controller().orElse(null), after, keys);
                }
            }
            case Change.Deleted(var gone) -> acceptSet(gone.controller().orElse(null), gone, keys);
        }
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        var snapshot = registry.now();
        var object = snapshot.get(key);
        if (object.isEmpty()) {
            written.remove(key);
            return Outcome.DONE;
        }
        var set = StatefulSet.of(object.get());
        var now = clock.instant();
        var plan = planner.plan(set, Observed.of(set, snapshot), now);
        plan.waitingFor().ifPresent(why -> log.debug("{}: {}", set.name(), why));
        act(set, plan);
        return plan.dueAt()
                .map(due -> Outcome.again(Duration.between(now, due)))
                .orElse(Outcome.DONE);
    }

    /** What was observed is written also when not all could be done about it. */
    private void act(StatefulSet set, Plan plan) {
        try {
            executor.execute(set, plan.actions());
        } catch (ApiException e) {
            try {
                writeStatus(set, plan.status());
            } catch (ApiException another) {
                e.addSuppressed(another);
            }
            throw e;
        }
        writeStatus(set, plan.status());
    }

    /** Never writes what is there already. */
    private void writeStatus(StatefulSet set, JsonObject status) {
        if (status.equals(set.object().status())) {
            return;
        }
        var key = set.object().key();
        written.put(key, status);
        try {
            registry.change(
                    key,
                    Part.STATUS,
                    present -> present.uid().equals(set.uid()) ? withCounters(present, status) : present,
                    false);
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }

    /** Conditions are theirs who wrote them, perhaps just now. */
    private static KubeObject withCounters(KubeObject present, JsonObject status) {
        return present.withStatus(status.with("conditions", present.status().get("conditions")));
    }
}
