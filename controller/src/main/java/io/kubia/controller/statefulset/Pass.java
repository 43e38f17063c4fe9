package io.kubia.controller.statefulset;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.OwnerReference;
import io.kubia.controller.revision.RevisionPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One pass over a set: see {@link StatefulSetPlanner} for its steps. Used once. */
final class Pass {
    private static final Comparator<Member> HIGHEST_FIRST =
            Comparator.comparingInt((Member pod) -> ordinal(pod)).reversed();

    private final StatefulSet set;
    private final Observed observed;
    private final Instant now;

    /** The pods that are wanted, by their distance from the first ordinal; null where there is none. */
    private final @Nullable Member[] replicas;

    /** The pods that are too many, from the highest down. */
    private final List<Member> condemned = new ArrayList<>();

    private final List<Action> actions = new ArrayList<>();
    private final Set<Member> stopped = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable String waitingFor;

    Pass(StatefulSet set, Observed observed, Instant now) {
        this.set = set;
        this.observed = observed;
        this.now = now;
        this.replicas = new Member[set.replicas()];
        for (var pod : observed.members()) {
            int ordinal = ordinal(pod);
            if (set.wants(ordinal)) {
                replicas[ordinal - set.start()] = pod;
            } else {
                condemned.add(pod);
            }
        }
        condemned.sort(HIGHEST_FIRST);
    }

    Plan plan() {
        var status = set.object().status();
        if (set.isBeingDeleted()) {
            // What is left of it is the garbage collector's, or an orphan soon. Only the numbers are kept true.
            return result(status.text("currentRevision", ""), status.text("updateRevision", ""), collisions());
        }
        if (observed.hasLooseEnds()) {
            tieLooseEnds();
            return new Plan(actions, status, Optional.ofNullable(waitingFor), Optional.empty());
        }
        var revisions = observed.history().plan(set.template(), status.text("currentRevision"), collisions());
        revisions.step().map(Pass::action).ifPresent(actions::add);
        if (tendReplicas(revisions)
                && removeCondemned()
                && set.updateStrategy() instanceof StatefulSet.UpdateStrategy.RollingUpdate(int partition)) {
            rollOut(partition, revisions.update().name());
        }
        forgetRevisions(revisions);
        return result(revisions.current().name(), revisions.update().name(), revisions.collisions());
    }

    private int collisions() {
        return (int) set.object().status().number("collisionCount", 0);
    }

    private static Action action(RevisionPlan.Step step) {
        return switch (step) {
            case RevisionPlan.Step.Create(var revision) -> new Action.CreateRevision(revision);
            case RevisionPlan.Step.Renumber(var revision) -> new Action.RenumberRevision(revision);
        };
    }

    /** Takes and gives up, and nothing else: with what is then its own the set begins anew. */
    private void tieLooseEnds() {
        for (var revision : observed.orphanRevisions()) {
            actions.add(new Action.Adopt(adopted(revision.object())));
        }
        for (var pod : observed.orphans()) {
            actions.add(new Action.Adopt(adopted(pod.object())));
        }
        for (var pod : observed.strays()) {
            actions.add(new Action.Release(released(pod.object())));
        }
        waitingFor = "waits for what it takes and gives up";
    }

    private KubeObject adopted(KubeObject object) {
        var owners = new ArrayList<>(object.owners());
        owners.add(OwnerReference.controlledBy(set.object()));
        return object.withOwners(owners);
    }

    private KubeObject released(KubeObject object) {
        return object.withOwners(object.owners().stream()
                .filter(owner -> !owner.uid().equals(set.uid()))
                .toList());
    }

    // Wanted pods

    /** Brings every wanted ordinal nearer to a healthy pod; false when the steps after this one must wait. */
    private boolean tendReplicas(RevisionPlan revisions) {
        for (int i = 0; i < replicas.length; i++) {
            var pod = replicas[i];
            boolean goesOn = pod == null ? create(set.start() + i, revisions) : tend(pod);
            if (!goesOn && set.isOrdered()) {
                return false;
            }
        }
        return true;
    }

    /** Makes the pod of an ordinal, unless something stands in its way. */
    private boolean create(int ordinal, RevisionPlan revisions) {
        var name = set.podName(ordinal);
        if (observed.taken().contains(name.toString())) {
            return waits(name + ", which is another's, to be gone before it is created");
        }
        var claims = new ArrayList<KubeObject>();
        for (var template : set.claimTemplates()) {
            var claim = observed.claim(name.claim(template.name()));
            if (claim == null) {
                claims.add(PodMaker.claim(set, name, template));
            } else if (set.retention().isStale(claim, name)) {
                return waits("claim " + claim.name() + ", which an earlier " + name + " leaves, to be gone before "
                        + name + " is created");
            } else if (claim.isBeingDeleted()) {
                actions.add(new Action.Complain(
                        "FailedCreate",
                        "create Pod " + name + " in StatefulSet " + set.name() + " failed error: pvc " + claim.name()
                                + " is being deleted"));
                return waits("claim " + claim.name() + " to be gone before " + name + " is created");
            }
        }
        var revision = set.isHeldBack(ordinal) ? revisions.current() : revisions.update();
        actions.add(new Action.CreatePod(name, claims, PodMaker.pod(set, name, revision)));
        return false;
    }

    /** Looks after a pod that is there; false as long as those above it must wait for it. */
    private boolean tend(Member pod) {
        if (pod.hasEnded()) {
            // Whether it failed or succeeded: an exit code says nothing about why a pod was ended.
            stop(pod);
            return waits(pod.name() + " to be gone before it is created again");
        }
        if (!pod.isTerminating() && pod.isPending()) {
            createMissingClaims(pod);
        }
        if (set.isOrdered() && !isHealthy(pod)) {
            return waitsFor(pod);
        }
        if (!pod.isTerminating()) {
            repair(pod);
        }
        return true;
    }

    /** A pod that waits for a claim which is no more would do so for ever. */
    private void createMissingClaims(Member pod) {
        var missing = new ArrayList<KubeObject>();
        for (var template : set.claimTemplates()) {
            if (observed.claim(name(pod).claim(template.name())) == null) {
                missing.add(PodMaker.claim(set, name(pod), template));
            }
        }
        if (!missing.isEmpty()) {
            actions.add(new Action.CreateClaims(name(pod), missing));
        }
        retain(pod);
    }

    private void repair(Member pod) {
        if (!pod.isMounted(set)) {
            createMissingClaims(pod);
        }
        if (!pod.isLabelled() || !pod.isMounted(set)) {
            actions.add(new Action.RepairPod(PodMaker.repaired(pod.object(), set, name(pod))));
        }
        retain(pod);
    }

    /** Makes the owners of a pod's claims say what shall become of them. */
    private void retain(Member pod) {
        var retention = set.retention();
        if (retention.retainsAlways() && !observed.ownedClaims()) {
            return;
        }
        for (var template : set.claimTemplates()) {
            var claim = observed.claim(name(pod).claim(template.name()));
            if (claim == null) {
                continue;
            }
            var owners = retention.of(claim, set, pod.object(), set.wants(ordinal(pod)));
            if (!owners.equals(claim.owners())) {
                actions.add(new Action.RetainClaim(
                        claim.object().withOwners(owners), retention.isSteeredByAnother(claim, set, pod.object())));
            }
        }
    }

    // Pods that are too many

    /** Removes them; false in ordered mode as long as there is one. */
    private boolean removeCondemned() {
        if (condemned.isEmpty()) {
            return true;
        }
        condemned.forEach(this::retain);
        if (!set.isOrdered()) {
            condemned.forEach(this::stop);
            return true;
        }
        var highest = condemned.getFirst();
        var unhealthy = lowestUnhealthyCondemned();
        if (highest.isTerminating()) {
            var next = condemned.size() > 1 ? " before " + condemned.get(1).name() + " is removed" : "";
            return waits(highest.name() + " to be gone" + next);
        }
        if (unhealthy != null && ordinal(unhealthy) < ordinal(highest) && !isRunningReadyAndAvailable(highest)) {
            return waits(unhealthy.name() + " to be " + lacks(unhealthy) + " before " + highest.name() + " is removed");
        }
        stop(highest);
        return false;
    }

    private @Nullable Member lowestUnhealthyCondemned() {
        for (var pod : condemned.reversed()) {
            if (!isHealthy(pod)) {
                return pod;
            }
        }
        return null;
    }

    // Pods of an old revision

    private void rollOut(int partition, String update) {
        for (int i = replicas.length - 1; i >= partition; i--) {
            var pod = replicas[i];
            if (pod == null) {
                waits(set.podName(set.start() + i) + " to be there before the next is updated");
                return;
            }
            if (!pod.revision().equals(update) && !isStopping(pod)) {
                stop(pod);
                return;
            }
            if (!isHealthy(pod) || isStopping(pod)) {
                waitsFor(pod);
                return;
            }
        }
    }

    private void forgetRevisions(RevisionPlan revisions) {
        if (observed.history().own().size() <= set.historyLimit()) {
            return;
        }
        var inUse = new HashSet<String>();
        inUse.add(revisions.current().name());
        inUse.add(revisions.update().name());
        observed.members().forEach(pod -> inUse.add(pod.revision()));
        for (var revision : observed.history().beyond(set.historyLimit(), inUse)) {
            actions.add(new Action.DeleteRevision(revision.object()));
        }
    }

    // What is so

    private void stop(Member pod) {
        if (!isStopping(pod)) {
            stopped.add(pod);
            actions.add(new Action.DeletePod(pod.object()));
        }
    }

    private boolean isStopping(Member pod) {
        return pod.isTerminating() || stopped.contains(pod);
    }

    private boolean isRunningReadyAndAvailable(Member pod) {
        return pod.isRunningAndReady() && pod.isAvailable(set.minReady(), now);
    }

    private boolean isHealthy(Member pod) {
        return isRunningReadyAndAvailable(pod) && !pod.isTerminating();
    }

    /** The first thing that is waited for is told; false, as whoever waits does not go on. */
    private boolean waits(String forWhat) {
        if (waitingFor == null) {
            waitingFor = "waits for " + forWhat;
        }
        return false;
    }

    private boolean waitsFor(Member pod) {
        return waits(pod.name() + " to be " + lacks(pod) + next());
    }

    /** What a pod lacks to be healthy. */
    private String lacks(Member pod) {
        if (isStopping(pod)) {
            return "gone";
        }
        return pod.isRunningAndReady() ? "available" : "ready";
    }

    /** What comes after that which is waited for. */
    private String next() {
        for (int i = 0; i < replicas.length; i++) {
            if (replicas[i] == null) {
                return " before " + set.podName(set.start() + i) + " is created";
            }
        }
        return condemned.isEmpty()
                ? " before it goes on"
                : " before " + condemned.getFirst().name() + " is removed";
    }

    private Plan result(String current, String update, int collisions) {
        var counters = new Counters(set.minReady(), now);
        @Nullable Instant due = null;
        for (var pod : observed.members()) {
            counters.count(pod, stopped.contains(pod), current, update);
            if (pod.isRunningAndReady() && !pod.isAvailable(set.minReady(), now)) {
                due = earlier(due, pod.availableAt(set.minReady()));
            }
        }
        return new Plan(
                actions,
                counters.status(set, current, update, collisions),
                Optional.ofNullable(waitingFor),
                Optional.ofNullable(due));
    }

    private static @Nullable Instant earlier(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }

    private static PodName name(Member pod) {
        return Objects.requireNonNull(pod.name(), "a member without a name");
    }

    private static int ordinal(Member pod) {
        return name(pod).ordinal();
    }
}
