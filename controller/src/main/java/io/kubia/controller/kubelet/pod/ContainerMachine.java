package io.kubia.controller.kubelet.pod;

import io.kubia.controller.kubelet.pod.Run.Fault;
import io.kubia.controller.kubelet.pod.Run.HookState;
import io.kubia.controller.kubelet.pod.Run.StopState;
import io.kubia.controller.kubelet.probe.ProbeDefinition;
import io.kubia.controller.kubelet.probe.ProbeKind;
import io.kubia.controller.runtime.Container;
import io.kubia.controller.runtime.Container.State;
import io.kubia.controller.runtime.ContainerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides what is to be done about one container of a pod.
 *
 * <table>
 * <caption>A container that is to run</caption>
 * <tr><th>its newest run</th><th>and</th><th>what is done</th></tr>
 * <tr><td>none</td><td>image not asked for</td><td>Resolve</td></tr>
 * <tr><td>none</td><td>image missing</td><td>Resolve again after a wait that doubles</td></tr>
 * <tr><td>none</td><td>image there</td><td>Start of the next attempt; after a failure again after a wait</td></tr>
 * <tr><td>Intended</td><td></td><td>as none, but the same attempt</td></tr>
 * <tr><td>Running</td><td>post-start hook not run</td><td>PostStart; probes wait for it</td></tr>
 * <tr><td>Running</td><td>startup probe has not succeeded</td><td>that one is asked, the others wait</td></tr>
 * <tr><td>Running</td><td>a fault</td><td>ended as below, then started again</td></tr>
 * <tr><td>Ended</td><td>message not read</td><td>ReadMessage</td></tr>
 * <tr><td>Ended</td><td>to be restarted</td><td>as none, once its back-off is over</td></tr>
 * <tr><td>Ended</td><td>not to be restarted</td><td>nothing</td></tr>
 * </table>
 *
 * <table>
 * <caption>A container that is to end</caption>
 * <tr><th>its newest run</th><th>and</th><th>what is done</th></tr>
 * <tr><td>none, Ended</td><td></td><td>nothing</td></tr>
 * <tr><td>Intended</td><td></td><td>Stop at once</td></tr>
 * <tr><td>Running</td><td>has a pre-stop hook</td><td>PreStop</td></tr>
 * <tr><td>Running</td><td>hook ended, or time over</td><td>Stop with what is left of the grace</td></tr>
 * <tr><td>Running</td><td>Stop asked for, less time wanted now</td><td>Stop with less</td></tr>
 * </table>
 */
final class ContainerMachine {
    private ContainerMachine() {}

    /** A container that is to run. */
    static void drive(Draft draft, ContainerDefinition container) {
        var last = draft.view().last(container);
        if (last.isEmpty()) {
            start(draft, container, draft.view().nextAttempt(container));
            return;
        }
        var found = last.get();
        switch (found.state()) {
            case State.Intended ignored -> start(draft, container, found.id().attempt());
            case State.Running running -> supervise(draft, container, found, running);
            case State.Ended ended -> startAgain(draft, container, found, ended);
            case State.Unknown ignored -> {} // then nothing is decided for the whole pod
        }
    }

    /** A container that is to end by a time; says whether it has, for certain, and why is known. */
    static boolean end(Draft draft, ContainerDefinition container, Instant until) {
        var last = draft.view().last(container);
        if (last.isEmpty()) {
            return true;
        }
        var found = last.get();
        switch (found.state()) {
            case State.Ended ended -> {
                return isMessageRead(draft, container, found, ended);
            }
            case State.Intended ignored -> endIntended(draft, container, found);
            case State.Running running -> {
                var run = draft.run(container, found);
                if (run.stopping() == null) {
                    draft.tell(container, "Killing", "Stopping container " + container.name());
                    beginToEnd(draft, container, found.id(), run, until);
                } else {
                    goOnEnding(draft, container, found.id(), run, until);
                }
                if (run.isStarted()) {
                    probe(draft, container, found, running, ProbeKind.READINESS);
                }
            }
            case State.Unknown ignored -> {}
        }
        return false;
    }

    /** The runtime was to start it when we, or it, went away. It is told not to, and asked what became of it. */
    private static void endIntended(Draft draft, ContainerDefinition container, Container found) {
        var run = draft.run(container, found);
        var stopping = run.stopping();
        var askAt = (stopping == null ? draft.now() : stopping.until())
                .plus(draft.view().timings().unknownAsked());
        if (stopping != null && draft.now().isBefore(askAt)) {
            draft.dueAt(askAt);
            return;
        }
        draft.act(new Action.Stop(found.id(), Duration.ZERO));
        draft.act(new Action.Ask(found.id()));
        draft.remember(container, memory -> memory.withRun(run.withStopping(StopState.ASKED, draft.now())));
        draft.dueAt(draft.now().plus(draft.view().timings().unknownAsked()));
    }

    private static void startAgain(Draft draft, ContainerDefinition container, Container found, State.Ended ended) {
        boolean isFoundAgain = draft.memory(container).run() == null;
        boolean isRead = isMessageRead(draft, container, found, ended);
        if (!draft.view().isToRestart(container, ended)) {
            return;
        }
        var timings = draft.view().timings();
        int restarts = found.id().attempt();
        if (isFoundAgain
                && draft.memory(container).backoff() == null
                && draft.memory(container).problem() == null) {
            draft.remember(
                    container, memory -> memory.withBackoff(Backoff.rederived(restarts, ended.since(), timings)));
        }
        var startAt = restartAt(draft.memory(container), ended, timings);
        if (draft.now().isBefore(startAt)) {
            draft.dueAt(startAt);
            if (!draft.memory(container).isToldOfWaiting()) {
                draft.warn(
                        container,
                        "BackOff",
                        "Back-off restarting failed container " + container.name() + " in pod "
                                + PodStatus.fullName(draft.view().pod()));
                draft.remember(container, memory -> memory.toldOfWaiting(true));
            }
            return;
        }
        if (isRead && start(draft, container, draft.view().nextAttempt(container))) {
            draft.remember(
                    container,
                    memory -> memory.withBackoff(Backoff.after(memory.backoff(), ended.until(), draft.now(), timings))
                            .toldOfWaiting(false));
        }
    }

    /** When an ended container is started again. */
    static Instant restartAt(ContainerMemory memory, State.Ended ended, Timings timings) {
        return ended.until().plus(Backoff.before(memory.backoff(), ended.until(), timings));
    }

    private static boolean isMessageRead(
            Draft draft, ContainerDefinition container, Container found, State.Ended ended) {
        boolean isRead = draft.run(container, found).message() != null;
        if (!isRead) {
            draft.act(new Action.ReadMessage(found.id(), container, ended.exitCode()));
        }
        return isRead;
    }

    /** Comes nearer to a start; says whether it is done now. */
    private static boolean start(Draft draft, ContainerDefinition container, int attempt) {
        var memory = draft.memory(container);
        var problem = memory.problem();
        if (problem != null && !memory.mayTry(draft.now())) {
            draft.dueAt(problem.retryAt());
            return false;
        }
        return switch (memory.image()) {
            case ImageState.NotAsked ignored -> resolve(draft, container, 0);
            case ImageState.Pulling ignored -> false;
            case ImageState.Failed failed -> waitForImage(draft, container, failed);
            case ImageState.Present(var image) -> {
                var pod = draft.view().pod();
                var id = new ContainerId(pod.uid(), pod.namespace(), pod.name(), container.name(), attempt);
                draft.act(new Action.Start(container, id, image));
                draft.remember(
                        container,
                        before -> before.withRun(new Run(
                                attempt,
                                container.image(),
                                image.id(),
                                container.postStart().isPresent() ? HookState.TO_BE_RUN : HookState.DONE,
                                container.startup().isEmpty(),
                                container.readiness().isEmpty(),
                                null,
                                null,
                                null)));
                yield true;
            }
        };
    }

    private static boolean resolve(Draft draft, ContainerDefinition container, int failures) {
        draft.act(new Action.Resolve(container));
        draft.remember(container, memory -> memory.withImage(new ImageState.Pulling(failures)));
        return false;
    }

    private static boolean waitForImage(Draft draft, ContainerDefinition container, ImageState.Failed failed) {
        if (!draft.now().isBefore(failed.retryAt())) {
            return resolve(draft, container, failed.failures());
        }
        var showUntil = failed.failedAt().plus(draft.view().timings().errorShown());
        if (failed.isToldOfWaiting() || !failed.reason().equals("ErrImagePull")) {
            draft.dueAt(failed.retryAt());
        } else if (draft.now().isBefore(showUntil)) {
            draft.dueAt(showUntil);
        } else {
            draft.tell(container, "BackOff", "Back-off pulling image \"" + container.image() + "\"");
            draft.warn(container, "Failed", "Error: ImagePullBackOff");
            draft.remember(
                    container,
                    memory -> memory.withImage(new ImageState.Failed(
                            failed.reason(),
                            failed.message(),
                            failed.failures(),
                            failed.failedAt(),
                            failed.retryAt(),
                            true)));
            draft.dueAt(failed.retryAt());
        }
        return false;
    }

    private static void supervise(Draft draft, ContainerDefinition container, Container found, State.Running running) {
        var run = draft.run(container, found);
        if (run.fault() == null && !run.image().equals(container.image())) {
            run = run.withFault(Fault.CHANGED);
        }
        var fault = run.fault();
        if (fault != null) {
            endFaulty(draft, container, found.id(), run, fault);
            return;
        }
        switch (run.postStart()) {
            case TO_BE_RUN -> {
                var hook = container.postStart();
                var next = run.withPostStart(hook.isPresent() ? HookState.RUNNING : HookState.DONE);
                hook.ifPresent(todo -> draft.act(new Action.PostStart(found.id(), todo)));
                draft.remember(container, memory -> memory.withRun(next));
            }
            case RUNNING -> {}
            case DONE -> {
                if (run.startup()) {
                    probe(draft, container, found, running, ProbeKind.READINESS);
                    probe(draft, container, found, running, ProbeKind.LIVENESS);
                } else {
                    probe(draft, container, found, running, ProbeKind.STARTUP);
                }
            }
        }
    }

    private static void probe(
            Draft draft, ContainerDefinition container, Container found, State.Running running, ProbeKind kind) {
        var run = draft.run(container, found);
        boolean wasHealthy = kind == ProbeKind.READINESS && run.readiness();
        container
                .probe(kind)
                .ifPresent(definition ->
                        draft.probe(new ProbeTarget(found.id(), kind, definition, running.since(), wasHealthy)));
    }

    private static void endFaulty(Draft draft, ContainerDefinition container, ContainerId id, Run run, Fault fault) {
        var probe = switch (fault) {
            case STARTUP_PROBE -> container.startup();
            case LIVENESS_PROBE -> container.liveness();
            case POST_START_HOOK, CHANGED -> Optional.<ProbeDefinition>empty();
        };
        var grace = probe.flatMap(ProbeDefinition::grace)
                .orElse(draft.view().definition().grace());
        var stopping = run.stopping();
        if (stopping == null) {
            draft.tell(container, "Killing", words(container, fault));
            beginToEnd(draft, container, id, run, draft.now().plus(grace));
        } else {
            goOnEnding(draft, container, id, run, stopping.until());
        }
    }

    private static String words(ContainerDefinition container, Fault fault) {
        return switch (fault) {
            case STARTUP_PROBE -> "Container " + container.name() + " failed startup probe, will be restarted";
            case LIVENESS_PROBE -> "Container " + container.name() + " failed liveness probe, will be restarted";
            case POST_START_HOOK -> "FailedPostStartHook";
            case CHANGED -> "Container " + container.name() + " definition changed, will be restarted";
        };
    }

    private static void beginToEnd(Draft draft, ContainerDefinition container, ContainerId id, Run run, Instant until) {
        var left = Duration.between(draft.now(), until);
        if (container.preStop().isPresent() && left.isPositive()) {
            draft.act(new Action.PreStop(id, container.preStop().get(), left));
            draft.remember(container, memory -> memory.withRun(run.withStopping(StopState.PRE_STOP, until)));
            draft.dueAt(until);
        } else {
            ask(draft, container, id, run, until);
        }
    }

    private static void goOnEnding(
            Draft draft, ContainerDefinition container, ContainerId id, Run run, Instant wanted) {
        var stopping = run.stopping();
        if (stopping == null) {
            throw new IllegalStateException(id + ": is not being stopped");
        }
        var until = wanted.isBefore(stopping.until()) ? wanted : stopping.until();
        switch (stopping.state()) {
            case PRE_STOP -> {
                if (draft.now().isBefore(until)) {
                    draft.remember(container, memory -> memory.withRun(run.withStopping(StopState.PRE_STOP, until)));
                    draft.dueAt(until);
                } else {
                    ask(draft, container, id, run, until);
                }
            }
            case PRE_STOP_ENDED -> {
                var problem = draft.memory(container).problem();
                if (problem == null || draft.memory(container).mayTry(draft.now())) {
                    ask(draft, container, id, run, until);
                } else {
                    draft.dueAt(problem.retryAt());
                }
            }
            case ASKED -> {
                if (until.isBefore(stopping.until())) {
                    ask(draft, container, id, run, until);
                }
            }
        }
    }

    private static void ask(Draft draft, ContainerDefinition container, ContainerId id, Run run, Instant until) {
        var left = Duration.between(draft.now(), until);
        var minimum = draft.view().timings().minimumGrace();
        draft.act(new Action.Stop(id, left.compareTo(minimum) > 0 ? left : minimum));
        draft.remember(container, memory -> memory.withRun(run.withStopping(StopState.ASKED, until)));
    }
}
