package io.kubia.controller.kubelet.pod;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.kubelet.pod.ContainerDefinition.Role;
import io.kubia.controller.kubelet.pod.Run.HookState;
import io.kubia.controller.model.Timestamps;
import io.kubia.controller.runtime.Container;
import io.kubia.controller.runtime.Container.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The status of one container of a pod. Pure. */
final class ContainerStatus {
    private ContainerStatus() {}

    static JsonObject of(PodView view, ContainerDefinition container) {
        var stored = view.storedStatus(container);
        var last = view.last(container);
        if (last.isEmpty()) {
            return neverSeen(view, container, stored);
        }
        var found = last.get();
        return switch (found.state()) {
            case State.Unknown ignored -> stored.isEmpty() ? neverSeen(view, container, stored) : stored;
            case State.Intended ignored ->
                json(view, container, found, waiting(view, container), earlier(view, container), false, false);
            case State.Running running -> running(view, container, found, running);
            case State.Ended ended -> ended(view, container, found, ended);
        };
    }

    /** Whether a container does what the pod is ready by. */
    static boolean isReady(PodView view, ContainerDefinition container) {
        var last = view.last(container);
        return last.isPresent()
                && last.get().state() instanceof State.Running
                && view.run(container, last.get()).isReady();
    }

    static boolean hasRun(JsonObject stored) {
        return !stored.text("containerID", "").isEmpty();
    }

    /** The runtime knows no run of it: it has not been started, or a restart of the machine has swept it away. */
    private static JsonObject neverSeen(PodView view, ContainerDefinition container, JsonObject stored) {
        var lastState = stored.object("state").has("terminated") ? stored.object("state") : stored.object("lastState");
        boolean isSettled = stored.object("state").has("terminated") && (view.isOver() || view.isTerminating());
        return JsonObject.builder()
                .putIfPresent("containerID", stored.get("containerID"))
                .put("image", container.image())
                .put("imageID", stored.text("imageID", ""))
                .put("lastState", isSettled ? stored.object("lastState") : lastState)
                .put("name", container.name())
                .put("ready", false)
                .put("restartCount", stored.number("restartCount", 0))
                .put("started", false)
                .put("state", isSettled ? stored.object("state") : waiting(view, container))
                .build();
    }

    private static JsonObject running(
            PodView view, ContainerDefinition container, Container found, State.Running running) {
        var run = view.run(container, found);
        if (run.postStart() != HookState.DONE && run.fault() == null) {
            return json(
                    view, container, found, waiting("ContainerCreating", ""), earlier(view, container), false, false);
        }
        var state = JsonObject.of("running", JsonObject.of("startedAt", Json.of(Timestamps.print(running.since()))));
        return json(view, container, found, state, earlier(view, container), run.isReady(), run.isStarted());
    }

    private static JsonObject ended(PodView view, ContainerDefinition container, Container found, State.Ended ended) {
        var terminated = terminated(view, container, found, ended);
        boolean isComplete = container.role() == Role.INIT && ended.exitCode() == 0;
        if (!view.isToRestart(container, ended)) {
            return json(view, container, found, terminated, earlier(view, container), isComplete, false);
        }
        var memory = view.memory().container(container.name());
        var startAt = ContainerMachine.restartAt(memory, ended, view.timings());
        if (view.now().isBefore(startAt)) {
            var delay = Duration.between(ended.until(), startAt);
            return json(
                    view,
                    container,
                    found,
                    waiting(
                            "CrashLoopBackOff",
                            "back-off " + words(delay) + " restarting failed container=" + container.name() + " pod="
                                    + PodStatus.fullName(view.pod())),
                    terminated,
                    false,
                    false);
        }
        var why = problem(memory, container, view.now());
        return why == null
                ? json(view, container, found, terminated, earlier(view, container), false, false)
                : json(view, container, found, why, terminated, false, false);
    }

    /** {@code 10s}, {@code 1m20s}. */
    static String words(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
    }

    private static JsonObject json(
            PodView view,
            ContainerDefinition container,
            Container found,
            JsonObject state,
            JsonObject lastState,
            boolean ready,
            boolean started) {
        var run = view.run(container, found);
        var json = JsonObject.builder();
        if (!found.runtimeId().isEmpty()) {
            json.put("containerID", found.runtimeId());
        }
        return json.put("image", run.image())
                .put("imageID", run.imageId())
                .put("lastState", lastState)
                .put("name", container.name())
                .put("ready", ready)
                .put("restartCount", found.id().attempt())
                .put("started", started)
                .put("state", state)
                .build();
    }

    private static JsonObject waiting(PodView view, ContainerDefinition container) {
        var why = problem(view.memory().container(container.name()), container, view.now());
        if (why != null) {
            return why;
        }
        var sandbox = view.memory().sandbox();
        if (sandbox != null) {
            return waiting("ContainerCreating", sandbox.message());
        }
        return waiting(view.definition().initial().isEmpty() ? "ContainerCreating" : "PodInitializing", "");
    }

    /** Why it cannot be started right now; null when nothing is in the way. */
    private static @Nullable JsonObject problem(ContainerMemory memory, ContainerDefinition container, Instant now) {
        if (memory.image() instanceof ImageState.Failed failed) {
            if (failed.reason().equals("ErrImagePull")
                    && (failed.isToldOfWaiting() || failed.failures() > 1)
                    && now.isBefore(failed.retryAt())) {
                return waiting(
                        "ImagePullBackOff",
                        "Back-off pulling image \"" + container.image() + "\": ErrImagePull: " + failed.message());
            }
            return waiting(failed.reason(), failed.message());
        }
        var problem = memory.problem();
        return problem == null || problem.reason().isEmpty() ? null : waiting(problem.reason(), problem.message());
    }

    private static JsonObject waiting(String reason, String message) {
        var json = JsonObject.builder();
        if (!message.isEmpty()) {
            json.put("message", message);
        }
        return JsonObject.of("waiting", json.put("reason", reason).build());
    }

    /** How the run before this one ended: as it was told then, or as the runtime knows it; empty when there was none. */
    private static JsonObject earlier(PodView view, ContainerDefinition container) {
        var previous = view.previous(container);
        if (previous.isPresent() && previous.get().state() instanceof State.Ended ended) {
            return terminated(view, container, previous.get(), ended);
        }
        var stored = view.storedStatus(container);
        return view.last(container)
                                .filter(run -> run.id().attempt() > stored.number("restartCount", 0))
                                .isPresent()
                        && stored.object("state").has("terminated")
                ? stored.object("state")
                : stored.object("lastState");
    }

    private static JsonObject terminated(
            PodView view, ContainerDefinition container, Container found, State.Ended ended) {
        var told = told(view.storedStatus(container), found.runtimeId());
        if (told != null) {
            return told;
        }
        var json = JsonObject.builder()
                .put("containerID", found.runtimeId())
                .put("exitCode", ended.exitCode())
                .put("finishedAt", Timestamps.print(ended.until()));
        var run = view.memory().container(container.name()).run();
        var message = run != null && run.attempt() == found.id().attempt() ? run.message() : null;
        if (message != null && !message.isEmpty()) {
            json.put("message", message);
        }
        var reason = ended.exitCode() == 0 ? "Completed" : "Error";
        return JsonObject.of(
                "terminated",
                json.put("reason", ended.outOfMemory() ? "OOMKilled" : reason)
                        .put("startedAt", Timestamps.print(ended.since()))
                        .build());
    }

    /** What has been said of an end stays so, its message included, unless that came later. */
    private static @Nullable JsonObject told(JsonObject stored, String runtimeId) {
        for (var field : new String[] {"state", "lastState"}) {
            var terminated = stored.object(field).object("terminated");
            if (runtimeId.equals(terminated.text("containerID")) && terminated.has("message")) {
                return stored.object(field);
            }
        }
        return null;
    }
}
