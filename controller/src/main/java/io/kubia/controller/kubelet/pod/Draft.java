package io.kubia.controller.kubelet.pod;

import io.kubia.controller.kubelet.pod.PodMemory.Termination;
import io.kubia.controller.runtime.Container;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A decision while it is made. For the length of one call. */
final class Draft {
    private final PodView view;
    private final List<Action> actions = new ArrayList<>();
    private final List<ProbeTarget> probes = new ArrayList<>();
    private final Map<String, ContainerMemory> containers;
    private @Nullable Termination termination;
    private boolean isDeleteAsked;
    private @Nullable Instant askAt;
    private @Nullable Instant due;

    Draft(PodView view) {
        this.view = view;
        this.containers = new HashMap<>(view.memory().containers());
        this.termination = view.memory().termination();
        this.isDeleteAsked = view.memory().isDeleteAsked();
    }

    PodView view() {
        return view;
    }

    Instant now() {
        return view.now();
    }

    void act(Action action) {
        actions.add(action);
    }

    void tell(ContainerDefinition container, String reason, String message) {
        actions.add(new Action.Tell(container, false, reason, message));
    }

    void warn(ContainerDefinition container, String reason, String message) {
        actions.add(new Action.Tell(container, true, reason, message));
    }

    void probe(ProbeTarget target) {
        probes.add(target);
    }

    /** Decides again then at the latest. */
    void dueAt(Instant time) {
        if (due == null || time.isBefore(due)) {
            due = time;
        }
    }

    ContainerMemory memory(ContainerDefinition container) {
        return containers.getOrDefault(container.name(), ContainerMemory.NOTHING);
    }

    void remember(ContainerDefinition container, UnaryOperator<ContainerMemory> change) {
        containers.put(container.name(), change.apply(memory(container)));
    }

    /** What is remembered of a run; from here on it is, when it was not before. */
    Run run(ContainerDefinition container, Container found) {
        var known = memory(container).run();
        if (known != null && known.attempt() == found.id().attempt()) {
            return known;
        }
        var taken = view.run(container, found);
        remember(container, memory -> memory.withRun(taken));
        return taken;
    }

    @Nullable
    Termination termination() {
        return termination;
    }

    void terminateBy(Termination wanted) {
        termination = wanted;
    }

    boolean isDeleteAsked() {
        return isDeleteAsked;
    }

    void askForDelete() {
        isDeleteAsked = true;
        actions.add(new Action.DeletePod());
    }

    /** Asks the runtime again then for what it does not know. */
    void askAt(Instant time) {
        askAt = time;
        dueAt(time);
    }

    Decision decision() {
        var before = view.memory();
        var memory = new PodMemory(before.address(), before.sandbox(), containers, termination, isDeleteAsked, askAt);
        var status = PodStatus.of(new PodView(
                view.pod(),
                view.definition(),
                view.runs(),
                memory,
                view.mayStart(),
                view.hostAddress(),
                view.timings(),
                view.now()));
        boolean isUrgent =
                PodStatus.readiness(status) != PodStatus.readiness(view.pod().status())
                        || actions.stream().anyMatch(Action.DeletePod.class::isInstance);
        return new Decision(actions, memory, status, isUrgent, probes, Optional.ofNullable(due));
    }
}
