package io.kubia.controller.kubelet.pod;

import io.kubia.controller.kubelet.pod.ContainerDefinition.Role;
import io.kubia.controller.kubelet.pod.PodMemory.Termination;
import io.kubia.controller.runtime.Container;
import io.kubia.controller.runtime.Container.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides what is to be done about a pod. A pure function; what is done is told to it as reports, and it is asked again.
 *
 * <table>
 * <caption>A pod</caption>
 * <tr><th>it is</th><th>when</th><th>what is done</th></tr>
 * <tr><td>unknown</td><td>the runtime does not know about a container</td><td>nothing is started or stopped; asked again
 * </td></tr>
 * <tr><td>waiting</td><td>something may live of another pod of its name</td><td>nothing</td></tr>
 * <tr><td>without address</td><td></td><td>prepared</td></tr>
 * <tr><td>initializing</td><td>an init container has not ended well, or a sidecar has not come up, and no main container
 * was ever started</td><td>that one is driven, and the sidecars before it</td></tr>
 * <tr><td>running</td><td>else</td><td>sidecars and main containers are driven</td></tr>
 * <tr><td>over</td><td>its phase is Succeeded or Failed, or its deadline is past</td><td>what lives is stopped, sidecars
 * last</td></tr>
 * <tr><td>terminating</td><td>its deletion was asked for</td><td>what lives is stopped, sidecars last; when all have ended
 * for certain, its object is removed</td></tr>
 * </table>
 *
 * <p>What driving a container means is in {@link ContainerMachine}.
 */
public final class PodMachine {
    private PodMachine() {}

    /** Whether something of it may live: it has not ended for certain. */
    public static boolean mayLive(Container container) {
        return !(container.state() instanceof State.Ended);
    }

    /** What is to be done now. */
    public static Decision decide(PodView view) {
        var draft = new Draft(view);
        if (view.isUnknown()) {
            askAgain(draft);
        } else if (view.isTerminating()) {
            terminate(draft);
        } else if (view.isOver()) {
            stopAll(draft, view.now().plus(view.definition().grace()));
        } else if (view.mayStart()) {
            keepRunning(draft);
        }
        removeOld(draft);
        return draft.decision();
    }

    /**
     * What is to be done about a pod that is to end now and to run again when a kubelet starts: as for one that is being
     * deleted, but its object stays.
     */
    public static Decision decideStop(PodView view) {
        if (view.isTerminating()) {
            return decide(view);
        }
        var draft = new Draft(view);
        if (view.isUnknown()) {
            askAgain(draft);
            return draft.decision();
        }
        var termination = draft.termination();
        if (termination == null) {
            var grace = view.definition().grace();
            termination = new Termination(grace.toSeconds(), view.now().plus(grace));
            draft.terminateBy(termination);
        }
        stopAll(draft, termination.until());
        return draft.decision();
    }

    /**
     * What is to be done about containers whose pod is gone from the store: it was removed by force, or while nobody looked.
     * They are stopped with the shortest grace, and removed. Nothing to be done and no containers left: it is over.
     */
    public static List<Action> decideWithoutPod(List<Container> runs, Timings timings) {
        var actions = new ArrayList<Action>();
        for (var run : runs) {
            switch (run.state()) {
                case State.Running ignored -> actions.add(new Action.Stop(run.id(), timings.minimumGrace()));
                case State.Intended ignored -> actions.add(new Action.Stop(run.id(), Duration.ZERO));
                case State.Ended ignored -> actions.add(new Action.Remove(run.id()));
                case State.Unknown ignored -> actions.add(new Action.Ask(run.id()));
            }
        }
        return actions;
    }

    private static void askAgain(Draft draft) {
        var askAt = draft.view().memory().askAt();
        var next = draft.now().plus(draft.view().timings().unknownAsked());
        if (askAt == null || draft.now().isBefore(askAt)) {
            draft.askAt(askAt == null ? next : askAt);
            return;
        }
        for (var container : draft.view().definition().all()) {
            draft.view()
                    .last(container)
                    .filter(run -> run.state() instanceof State.Unknown)
                    .ifPresent(run -> draft.act(new Action.Ask(run.id())));
        }
        draft.askAt(next);
    }

    private static void keepRunning(Draft draft) {
        var view = draft.view();
        view.deadline().ifPresent(draft::dueAt);
        if (view.memory().address() == null) {
            prepare(draft);
            return;
        }
        if (allEndedForGood(view)) {
            stopAll(draft, view.now().plus(view.definition().grace()));
            return;
        }
        boolean isInitialized = view.isInitialized();
        for (var container : view.definition().initial()) {
            if (isInitialized && container.role() == Role.INIT) {
                continue;
            }
            ContainerMachine.drive(draft, container);
            if (!isInitialized && !view.isPassed(container)) {
                return;
            }
        }
        for (var container : view.definition().main()) {
            ContainerMachine.drive(draft, container);
        }
    }

    private static void prepare(Draft draft) {
        var problem = draft.view().memory().sandbox();
        if (problem == null || !draft.now().isBefore(problem.retryAt())) {
            draft.act(new Action.Prepare());
        } else {
            draft.dueAt(problem.retryAt());
        }
    }

    /** Then what is left of it, its sidecars, is stopped, and its phase says so. */
    private static boolean allEndedForGood(PodView view) {
        for (var container : view.definition().main()) {
            var last = view.last(container);
            if (last.isEmpty()
                    || !(last.get().state() instanceof State.Ended ended)
                    || view.isToRestart(container, ended)) {
                return false;
            }
        }
        return true;
    }

    private static void terminate(Draft draft) {
        var view = draft.view();
        long grace = view.pod()
                .metadata()
                .number("deletionGracePeriodSeconds", view.definition().grace().toSeconds());
        var termination = draft.termination();
        if (termination == null || termination.graceSeconds() != grace) {
            termination = new Termination(grace, terminationEnd(view, grace));
            draft.terminateBy(termination);
        }
        boolean isAllEnded = stopAll(draft, termination.until());
        boolean waitsForFinalizers = grace == 0 && !view.pod().finalizers().isEmpty();
        if (isAllEnded && !draft.isDeleteAsked() && !waitsForFinalizers) {
            draft.askForDelete();
        }
    }

    /** After a crash only what is left of the grace; the timestamp knows no parts of a second. */
    private static Instant terminationEnd(PodView view, long grace) {
        var full = view.now().plusSeconds(grace);
        var told = view.pod().deletionTimestamp().orElse(full).plusSeconds(1);
        return told.isBefore(full) ? told : full;
    }

    /** Stops what lives: sidecars when nothing else does, the last one first. Says whether all have ended for certain. */
    private static boolean stopAll(Draft draft, Instant until) {
        var view = draft.view();
        boolean isAllEnded = true;
        for (var container : view.definition().main()) {
            isAllEnded &= ContainerMachine.end(draft, container, until);
        }
        for (var container : view.definition().withRole(Role.INIT)) {
            isAllEnded &= ContainerMachine.end(draft, container, until);
        }
        var sidecars = view.definition().withRole(Role.SIDECAR);
        for (int i = sidecars.size() - 1; i >= 0 && isAllEnded; i--) {
            isAllEnded = ContainerMachine.end(draft, sidecars.get(i), until);
        }
        return isAllEnded;
    }

    /** The newest run and the one before it are kept, for who wants to read its log. */
    private static void removeOld(Draft draft) {
        draft.view().runs().forEach((name, runs) -> {
            for (int i = 0; i < runs.size() - 2; i++) {
                if (runs.get(i).state() instanceof State.Ended) {
                    draft.act(new Action.Remove(runs.get(i).id()));
                }
            }
        });
    }
}
