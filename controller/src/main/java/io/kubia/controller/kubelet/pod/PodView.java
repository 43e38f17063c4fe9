package io.kubia.controller.kubelet.pod;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.kubelet.pod.ContainerDefinition.Role;
import io.kubia.controller.kubelet.pod.Run.HookState;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Timestamps;
import io.kubia.controller.runtime.Container;
import io.kubia.controller.runtime.Container.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is decided by.
 *
 * @param pod as it is stored
 * @param runs of each container that the runtime knows, by the container's name, earlier attempts first
 * @param mayStart false as long as something may live of another pod of the same name
 * @param hostAddress the node's
 */
public record PodView(
        KubeObject pod,
        PodDefinition definition,
        Map<String, List<Container>> runs,
        PodMemory memory,
        boolean mayStart,
        String hostAddress,
        Timings timings,
        Instant now) {
    /** The newest run of a container. */
    Optional<Container> last(ContainerDefinition container) {
        var known = runs.get(container.name());
        return known == null || known.isEmpty() ? Optional.empty() : Optional.of(known.getLast());
    }

    /** The run before the newest one. */
    Optional<Container> previous(ContainerDefinition container) {
        var known = runs.get(container.name());
        return known == null || known.size() < 2 ? Optional.empty() : Optional.of(known.get(known.size() - 2));
    }

    /** What the stored status says of a container; empty when it says nothing. */
    JsonObject storedStatus(ContainerDefinition container) {
        var field = container.role() == Role.MAIN ? "containerStatuses" : "initContainerStatuses";
        for (var json : pod.status().array(field).objects()) {
            if (container.name().equals(json.text("name"))) {
                return json;
            }
        }
        return JsonObject.EMPTY;
    }

    /** The first attempt that has certainly not been. */
    int nextAttempt(ContainerDefinition container) {
        int known = last(container).map(run -> run.id().attempt()).orElse(-1);
        var stored = storedStatus(container);
        boolean hasRun = !stored.text("containerID", "").isEmpty();
        int told = hasRun ? (int) stored.number("restartCount", 0) : -1;
        return Math.max(known, told) + 1;
    }

    /**
     * What is remembered of a run; for one that is found again after a crash, what the stored status says of it, so that it
     * does not become unready just because we were away.
     */
    Run run(ContainerDefinition container, Container found) {
        @Nullable Run known = memory.container(container.name()).run();
        if (known != null && known.attempt() == found.id().attempt()) {
            return known;
        }
        var stored = storedStatus(container);
        boolean isTold = found.runtimeId().equals(stored.text("containerID"));
        return new Run(
                found.id().attempt(),
                isTold ? stored.text("image", container.image()) : container.image(),
                isTold ? stored.text("imageID", "") : "",
                container.postStart().isEmpty()
                                || (isTold && stored.object("state").has("running"))
                        ? HookState.DONE
                        : HookState.TO_BE_RUN,
                container.startup().isEmpty() || (isTold && stored.isTrue("started")),
                container.readiness().isEmpty() || (isTold && stored.isTrue("ready")),
                null,
                null,
                found.state() instanceof State.Ended ? storedMessage(stored, found) : null);
    }

    private static @Nullable String storedMessage(JsonObject stored, Container found) {
        var terminated = stored.object("state").object("terminated");
        return found.runtimeId().equals(terminated.text("containerID")) ? terminated.text("message", "") : null;
    }

    /** Whether the runtime does not know about one of its containers. */
    boolean isUnknown() {
        for (var container : definition.all()) {
            if (last(container)
                    .filter(run -> run.state() instanceof State.Unknown)
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    boolean isTerminating() {
        return pod.isBeingDeleted();
    }

    /** Whether its phase says that it will not run again; nothing changes that. */
    boolean isOver() {
        var phase = pod.status().text("phase", "");
        return phase.equals("Succeeded") || phase.equals("Failed") || isPastDeadline();
    }

    Optional<Instant> deadline() {
        return definition
                .activeDeadline()
                .flatMap(limit ->
                        Timestamps.parse(pod.status().text("startTime")).map(start -> start.plus(limit)));
    }

    boolean isPastDeadline() {
        return deadline().filter(until -> !now.isBefore(until)).isPresent();
    }

    /** Whether an ended container is to be started again. */
    boolean isToRestart(ContainerDefinition container, State.Ended ended) {
        return !isTerminating() && !isOver() && definition.restartPolicy().restarts(container, ended.exitCode());
    }

    /** Whether the init containers are done with; once a main container has been started they are, whatever they do. */
    boolean isInitialized() {
        for (var container : definition.main()) {
            if (last(container).isPresent()
                    || !storedStatus(container).text("containerID", "").isEmpty()) {
                return true;
            }
        }
        for (var container : definition.initial()) {
            if (!isPassed(container)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the next one in the row may begin. */
    boolean isPassed(ContainerDefinition container) {
        var run = last(container);
        if (run.isEmpty()) {
            return false;
        }
        return container.role() == Role.SIDECAR
                ? run.get().state() instanceof State.Running
                        && run(container, run.get()).isStarted()
                : run.get().state() instanceof State.Ended ended && ended.exitCode() == 0;
    }
}
