package io.kubia.controller.node;

import io.kubia.controller.event.EventRecorder;
import io.kubia.controller.loop.Outcome;
import io.kubia.controller.loop.Reconciler;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Condition;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Puts pods that have no node onto one as soon as nothing is in the way.
 *
 * <p>Implementation note. Which pods wait for which claim is remembered, so that a claim's change costs what its own pods
 * cost. A pod is noted before the snapshot is read that it is decided by, so no change of a claim falls in between.
 */
public final class Scheduler implements Reconciler {
    private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

    /** So long nothing is said of a pod that waits: its claims are mostly being bound at this moment. */
    private static final Duration SILENCE = Duration.ofMillis(200);

    private final Registry registry;
    private final EventRecorder events;
    private final InstantSource clock;
    private final ConcurrentHashMap<ObjectKey, Instant> waiting = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<ObjectKey, Set<ObjectKey>> byClaim = new ConcurrentHashMap<>();

    /** {@code events} are told as coming from default-scheduler. */
    public Scheduler(Registry registry, EventRecorder events, InstantSource clock) {
        this.registry = registry;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "scheduler";
    }

    @Override
    public List<ResourceType> watches() {
        return List.of(
                ResourceTypes.NODE,
                ResourceTypes.PERSISTENT_VOLUME_CLAIM,
                ResourceTypes.STORAGE_CLASS,
                ResourceTypes.POD);
    }

    @Override
    public void affected(Change change, Snapshot now, Consumer<ObjectKey> keys) {
        var type = change.key().type();
        if (type.equals(ResourceTypes.POD)) {
            if (isOurs(change.object()) && !(change instanceof Change.Deleted)) {
                keys.accept(change.key());
            } else if (waiting.containsKey(change.key())) {
                forget(change.object());
            }
        } else if (type.equals(ResourceTypes.PERSISTENT_VOLUME_CLAIM)) {
            byClaim.getOrDefault(change.key(), Set.of()).forEach(keys);
        } else if (!isHeartbeat(change)) {
            waiting.keySet().forEach(keys);
        }
    }

    private static boolean isHeartbeat(Change change) {
        return change instanceof Change.Modified(var before, var node)
                && before.spec().equals(node.spec())
                && before.labels().equals(node.labels())
                && Condition.in(before, "Ready")
                        .map(Condition::status)
                        .equals(Condition.in(node, "Ready").map(Condition::status));
    }

    private static boolean isOurs(KubeObject pod) {
        return pod.spec().text("nodeName", "").isEmpty()
                && !pod.isBeingDeleted()
                && pod.spec().text("schedulerName", "default-scheduler").equals("default-scheduler");
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        var found = registry.now().get(key).filter(Scheduler::isOurs);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var pod = found.get();
        if (!pod.spec().array("schedulingGates").isEmpty()) {
            say(pod, "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates");
            return Outcome.DONE;
        }
        note(pod);
        return switch (Placement.of(pod, registry.now())) {
            case Placement.OnNode(var node) -> bind(pod, node);
            case Placement.ForNode(var node, var claims) -> {
                claims.forEach(claim -> registry.change(
                        claim, Part.WHOLE, before -> before.withAnnotation(SELECTED_NODE, node), false));
                yield Outcome.DONE;
            }
            case Placement.Nowhere(var why) -> waits(pod, why);
        };
    }

    private Outcome bind(KubeObject pod, String node) {
        try {
            var bound = registry.bind(pod.key(), node, false);
            events.normal(
                    bound, "Scheduled", "Successfully assigned " + pod.namespace() + "/" + pod.name() + " to " + node);
        } catch (ApiException e) {
            if (!e.isNotFound() && !e.isConflict()) {
                throw e;
            }
        }
        forget(pod);
        return Outcome.DONE;
    }

    private Outcome waits(KubeObject pod, String why) {
        var since = waiting.getOrDefault(pod.key(), clock.instant());
        var left = Duration.between(clock.instant(), since.plus(SILENCE));
        if (left.isPositive()) {
            return Outcome.again(left);
        }
        if (say(pod, "Unschedulable", why)) {
            events.warning(pod, "FailedScheduling", why);
        }
        return Outcome.DONE;
    }

    /** Says in the pod's status why it waits; whether that is news. */
    private boolean say(KubeObject pod, String reason, String why) {
        var known = Condition.in(pod, "PodScheduled");
        if (known.isPresent() && why.equals(known.get().message())) {
            return false;
        }
        var condition = new Condition("PodScheduled", "False", clock.instant(), reason, why);
        registry.change(
                pod.key(),
                Part.STATUS,
                before -> before.uid().equals(pod.uid()) && isOurs(before)
                        ? before.withStatus(status -> status.with("phase", status.text("phase", "Pending"))
                                .with("conditions", condition.putInto(status.array("conditions"))))
                        : before,
                false);
        return true;
    }

    private void note(KubeObject pod) {
        waiting.putIfAbsent(pod.key(), clock.instant());
        for (var claim : Placement.claims(pod)) {
            byClaim.compute(claim, (any, pods) -> {
                Set<ObjectKey> more = pods == null ? ConcurrentHashMap.newKeySet(1) : pods;
                more.add(pod.key());
                return more;
            });
        }
    }

    private void forget(KubeObject pod) {
        waiting.remove(pod.key());
        for (var claim : Placement.claims(pod)) {
            byClaim.computeIfPresent(claim, (any, pods) -> {
                pods.remove(pod.key());
                return pods.isEmpty() ? null : pods;
            });
        }
    }
}
