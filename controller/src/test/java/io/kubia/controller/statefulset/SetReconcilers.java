package io.kubia.controller.statefulset;

import io.kubia.controller.event.EventRecorder;
import io.kubia.controller.loop.Outcome;
import io.kubia.controller.loop.Reconciler;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.OwnerReference;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.Snapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The reconciler of sets as a simulation needs it, on one thread; and some that are broken on purpose. */
public enum SetReconcilers {
    /** As it is. */
    SOUND,

    /** Takes every running pod for a ready one. */
    BLIND_TO_READINESS,

    /** Does not see that a pod is on its way out. */
    BLIND_TO_STOPPING,

    /** Stops a second pod whenever it stops one. */
    TWO_AT_ONCE,

    /** Lets every claim go with its pod. */
    CARELESS_WITH_CLAIMS,

    /** Forgets every revision but the newest, whoever still needs it. */
    FORGETFUL,

    /** Does not wait for a pod to stop, but takes its name away while it still runs. */
    IMPATIENT;

    private Plan plan(StatefulSet set, Observed observed, Instant now) {
        return switch (this) {
            case SOUND, IMPATIENT -> StatefulSetPlanner.plan(set, observed, now);
            case BLIND_TO_READINESS -> StatefulSetPlanner.plan(set, allReady(observed), now);
            case BLIND_TO_STOPPING -> StatefulSetPlanner.plan(set, noneStopping(observed), now);
            case TWO_AT_ONCE -> withSecondStop(observed, StatefulSetPlanner.plan(set, observed, now));
            case CARELESS_WITH_CLAIMS -> withOwnedClaims(set, observed, StatefulSetPlanner.plan(set, observed, now));
            case FORGETFUL -> withoutHistory(observed, StatefulSetPlanner.plan(set, observed, now));
        };
    }

    /** One that does what it does on the caller's thread. */
    public Reconciler make(Registry registry, EventRecorder events, InstantSource clock) {
        var reconciler = new StatefulSetReconciler(registry, events, clock, this::plan, Batches.ONE_BY_ONE);
        return this == IMPATIENT ? new Impatient(reconciler, registry) : reconciler;
    }

    private record Impatient(Reconciler sound, Registry registry) implements Reconciler {
        @Override
        public String name() {
            return sound.name();
        }

        @Override
        public List<ResourceType> watches() {
            return sound.watches();
        }

        @Override
        public void affected(Change change, Snapshot now, Consumer<ObjectKey> keys) {
            sound.affected(change, now, keys);
        }

        @Override
        public Outcome reconcile(ObjectKey key) {
            var outcome = sound.reconcile(key);
            for (var pod : registry.now().list(Selection.in(ResourceTypes.POD, key.namespace()))) {
                if (pod.isBeingDeleted()
                        && pod.controller()
                                .filter(owner -> owner.name().equals(key.name()))
                                .isPresent()) {
                    registry.delete(pod.key(), DeleteOptions.DEFAULT.withGrace(0));
                }
            }
            return outcome;
        }
    }

    private static Observed allReady(Observed observed) {
        return withStates(
                observed,
                state -> new Member.State(
                        state.isPending(),
                        state.isRunning(),
                        state.hasEnded(),
                        state.isTerminating(),
                        state.isRunning() ? Instant.EPOCH : null));
    }

    private static Observed noneStopping(Observed observed) {
        return withStates(
                observed,
                state -> new Member.State(
                        state.isPending(), state.isRunning(), state.hasEnded(), false, state.readySince()));
    }

    private static Observed withStates(Observed observed, UnaryOperator<Member.State> change) {
        var members = observed.members().stream()
                .map(pod -> new Member(
                        pod.pod(),
                        pod.name(),
                        change.apply(pod.state()),
                        pod.labels(),
                        pod.isLabelled(),
                        pod.revision(),
                        pod.controller(),
                        pod.ownVolumes()))
                .toList();
        return new Observed(
                members,
                observed.orphans(),
                observed.strays(),
                observed.taken(),
                observed.history(),
                observed.orphanRevisions(),
                observed.claims(),
                observed.ownedClaims());
    }

    private static Plan with(Plan plan, Iterable<? extends Action> more) {
        var actions = new ArrayList<>(plan.actions());
        more.forEach(actions::add);
        return new Plan(actions, plan.status(), plan.waitingFor(), plan.dueAt());
    }

    private static Plan withSecondStop(Observed observed, Plan plan) {
        var stopped = plan.actions().stream()
                .filter(Action.DeletePod.class::isInstance)
                .toList();
        return with(
                plan,
                observed.members().stream()
                        .filter(pod -> !stopped.isEmpty() && !pod.isTerminating())
                        .map(pod -> new Action.DeletePod(pod.object()))
                        .filter(action -> !stopped.contains(action))
                        .limit(1)
                        .toList());
    }

    private static Plan withOwnedClaims(StatefulSet set, Observed observed, Plan plan) {
        var more = new ArrayList<Action>();
        for (var pod : observed.members()) {
            for (var template : set.claimTemplates()) {
                var claim = observed.claim(template.name() + "-" + pod.pod().name());
                if (claim != null && claim.owners().isEmpty() && plan.actions().isEmpty()) {
                    var owner = OwnerReference.controlledBy(pod.object());
                    more.add(new Action.RetainClaim(claim.object().withOwners(List.of(owner)), false));
                }
            }
        }
        return with(plan, more);
    }

    private static Plan withoutHistory(Observed observed, Plan plan) {
        var own = observed.history().own();
        return with(
                plan,
                own.subList(0, Math.max(0, own.size() - 1)).stream()
                        .map(revision -> new Action.DeleteRevision(revision.object()))
                        .toList());
    }
}
