package io.kubia.controller.kubelet.pod;

import io.kubia.controller.kubelet.pod.Run.Fault;
import io.kubia.controller.kubelet.pod.Run.HookState;
import io.kubia.controller.kubelet.pod.Run.StopState;
import io.kubia.controller.runtime.ContainerId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a pod between two looks at it, and need not survive a crash: it is found again or begun anew.
 *
 * @param address null as long as it has none
 * @param sandbox why it has none; null when nothing was in the way
 * @param containers by name
 * @param termination null while the pod is to live
 * @param isDeleteAsked whether its object is being removed
 * @param askAt when the runtime is asked again for what it did not know; null while it knows
 */
public record PodMemory(
        @Nullable String address,
        @Nullable Problem sandbox,
        Map<String, ContainerMemory> containers,
        @Nullable Termination termination,
        boolean isDeleteAsked,
        @Nullable Instant askAt) {
    /** Nothing remembered. */
    public static final PodMemory NOTHING = new PodMemory(null, null, Map.of(), null, false, null);

    public PodMemory {
        containers = Map.copyOf(containers);
    }

    /**
     * When all of a pod is to have ended.
     *
     * @param graceSeconds what was asked for when this was decided
     */
    record Termination(long graceSeconds, Instant until) {}

    /** This after a report. */
    public PodMemory after(Report report, Instant now, Timings timings) {
        return switch (report) {
            case Report.Prepared(var found) ->
                new PodMemory(found, null, containers, termination, isDeleteAsked, askAt);
            case Report.PrepareFailed(var why) ->
                new PodMemory(
                        address, failed(sandbox, "", why, now, timings), containers, termination, isDeleteAsked, askAt);
            case Report.Resolved(var name, var image) -> with(name, c -> c.withImage(new ImageState.Present(image)));
            case Report.ResolveFailed failed -> with(failed.container(), c -> notResolved(c, failed, now, timings));
            case Report.Started(var id) ->
                with(id.container(), c -> c.withImage(ImageState.NOT_ASKED).withProblem(null));
            case Report.StartFailed(var id, var reason, var why) ->
                with(id.container(), c -> c.withRun(null).withProblem(failed(c.problem(), reason, why, now, timings)));
            case Report.PostStartEnded(var id, boolean success) ->
                withRun(id, run -> success ? run.withPostStart(HookState.DONE) : run.withFault(Fault.POST_START_HOOK));
            case Report.PreStopEnded(var id) -> withRun(id, PodMemory::preStopEnded);
            case Report.StopFailed(var id) ->
                withRun(id, PodMemory::toBeAskedAgain)
                        .with(id.container(), c -> c.withProblem(failed(c.problem(), "", "", now, timings)));
            case Report.Probed(var id, var kind, boolean healthy) ->
                withRun(id, run -> switch (kind) {
                    case STARTUP -> healthy ? run.withStartup(true) : run.withFault(Fault.STARTUP_PROBE);
                    case READINESS -> run.withReadiness(healthy);
                    case LIVENESS -> healthy ? run : run.withFault(Fault.LIVENESS_PROBE);
                });
            case Report.Message(var id, var text) -> withRun(id, run -> run.withMessage(text));
            case Report.ReferencesChanged ignored -> withoutProblems();
            case Report.DeleteFailed ignored -> new PodMemory(address, sandbox, containers, termination, false, askAt);
        };
    }

    private static ContainerMemory notResolved(
            ContainerMemory container, Report.ResolveFailed failed, Instant now, Timings timings) {
        int failures = (container.image() instanceof ImageState.Pulling(int before) ? before : 0) + 1;
        return container.withImage(new ImageState.Failed(
                failed.reason(), failed.message(), failures, now, now.plus(timings.image(failures)), false));
    }

    private static Problem failed(@Nullable Problem before, String reason, String why, Instant now, Timings timings) {
        int failures = before == null ? 1 : before.failures() + 1;
        return new Problem(reason, why, failures, now.plus(timings.problem(failures)));
    }

    private static Run preStopEnded(Run run) {
        var stopping = run.stopping();
        return stopping != null && stopping.state() == StopState.PRE_STOP
                ? run.withStopping(StopState.PRE_STOP_ENDED, stopping.until())
                : run;
    }

    private static Run toBeAskedAgain(Run run) {
        var stopping = run.stopping();
        return stopping == null ? run : run.withStopping(StopState.PRE_STOP_ENDED, stopping.until());
    }

    private PodMemory withoutProblems() {
        var changed = new HashMap<String, ContainerMemory>();
        containers.forEach((name, container) -> changed.put(name, container.withProblem(null)));
        return new PodMemory(address, sandbox, changed, termination, isDeleteAsked, askAt);
    }

    private PodMemory with(String name, UnaryOperator<ContainerMemory> change) {
        var changed = new HashMap<>(containers);
        changed.put(name, change.apply(container(name)));
        return new PodMemory(address, sandbox, changed, termination, isDeleteAsked, askAt);
    }

    /** A report of an earlier run comes too late to matter. */
    private PodMemory withRun(ContainerId id, UnaryOperator<Run> change) {
        var run = container(id.container()).run();
        return run == null || run.attempt() != id.attempt()
                ? this
                : with(id.container(), c -> c.withRun(change.apply(run)));
    }

    ContainerMemory container(String name) {
        return containers.getOrDefault(name, ContainerMemory.NOTHING);
    }
}
