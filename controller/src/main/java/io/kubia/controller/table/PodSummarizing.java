package io.kubia.controller.table;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.Condition;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Timestamps;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the few words for a pod, as Kubernetes does: init containers speak while they run; then the first container that
 * has something to say; and a pod that is going says only that.
 */
final class PodSummarizing {
    private final KubeObject pod;
    private final JsonObject state;

    /** Init containers that go on beside the others, as sidecars. */
    private final Set<String> sidecars = new HashSet<>();

    private String reason;
    private int readyCount;
    private Restarts all = Restarts.NONE;
    private Restarts ofSidecars = Restarts.NONE;

    PodSummarizing(KubeObject pod) {
        this.pod = pod;
        this.state = pod.status();
        this.reason = Words.or(state.text("reason"), state.text("phase", "Pending"));
        for (var container : pod.spec().array("initContainers").objects()) {
            if ("Always".equals(container.text("restartPolicy"))) {
                sidecars.add(container.text("name", ""));
            }
        }
    }

    /** How often, and when last. */
    private record Restarts(long count, Optional<Instant> last) {
        static final Restarts NONE = new Restarts(0, Optional.empty());

        Restarts and(JsonObject container) {
            var ended = Timestamps.parse(
                    container.object("lastState").object("terminated").text("finishedAt"));
            var newest = last.isEmpty() || (ended.isPresent() && ended.get().isAfter(last.get())) ? ended : last;
            return new Restarts(count + container.number("restartCount", 0), newest);
        }
    }

    PodSummary summary() {
        if (Condition.in(pod, "PodScheduled")
                .filter(condition -> "SchedulingGated".equals(condition.reason()))
                .isPresent()) {
            reason = "SchedulingGated";
        }
        boolean isInitializing = initContainers();
        if (!isInitializing || isTrue("Initialized")) {
            all = ofSidecars;
            containers();
        }
        if (pod.isBeingDeleted()) {
            deletion();
        }
        int count = pod.spec().array("containers").size() + sidecars.size();
        return new PodSummary(readyCount + "/" + count, reason, all.count(), all.last());
    }

    /** Whether one of them is not done yet: the first such one is what the pod's status is about. */
    private boolean initContainers() {
        var containers = state.array("initContainerStatuses").objects();
        for (int i = 0; i < containers.size(); i++) {
            var container = containers.get(i);
            boolean isSidecar = sidecars.contains(container.text("name", ""));
            all = all.and(container);
            ofSidecars = isSidecar ? ofSidecars.and(container) : ofSidecars;
            if (isSidecar && container.isTrue("started") && !hasSucceeded(container)) {
                readyCount += container.isTrue("ready") ? 1 : 0;
            } else if (!hasSucceeded(container)) {
                reason = "Init:" + initReason(container, i);
                return true;
            }
        }
        return false;
    }

    private String initReason(JsonObject container, int index) {
        var terminated = container.object("state").object("terminated");
        if (!terminated.isEmpty()) {
            return Words.or(terminated.text("reason"), PodSummary.ending(terminated));
        }
        var waiting = container.object("state").object("waiting").text("reason", "");
        return waiting.isEmpty() || waiting.equals("PodInitializing")
                ? index + "/" + pod.spec().array("initContainers").size()
                : waiting;
    }

    private static boolean hasSucceeded(JsonObject container) {
        var terminated = container.object("state").object("terminated");
        return !terminated.isEmpty() && terminated.number("exitCode", 0) == 0;
    }

    private void containers() {
        boolean hasRunning = false;
        List<JsonObject> last = state.array("containerStatuses").objects().reversed();
        for (var container : last) {
            all = all.and(container);
            var terminated = container.object("state").object("terminated");
            var waiting = container.object("state").object("waiting").text("reason", "");
            if (!waiting.isEmpty()) {
                reason = waiting;
            } else if (!terminated.isEmpty()) {
                reason = Words.or(terminated.text("reason"), PodSummary.ending(terminated));
            } else if (container.isTrue("ready") && container.object("state").has("running")) {
                hasRunning = true;
                readyCount++;
            }
        }
        if (hasRunning && reason.equals("Completed")) {
            reason = isTrue("Ready") ? "Running" : "NotReady";
        }
    }

    private void deletion() {
        var phase = state.text("phase", "");
        if ("NodeLost".equals(state.text("reason"))) {
            reason = "Unknown";
        } else if (!phase.equals("Succeeded") && !phase.equals("Failed")) {
            reason = Words.TERMINATING;
        }
    }

    private boolean isTrue(String condition) {
        return Condition.in(pod, condition).filter(Condition::isTrue).isPresent();
    }
}
