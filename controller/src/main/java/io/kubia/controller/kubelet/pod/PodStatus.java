package io.kubia.controller.kubelet.pod;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.kubelet.pod.ContainerDefinition.Role;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Timestamps;
import io.kubia.controller.runtime.Container.State;
import java.util.ArrayList;
import java.util.List;

/** The status of a pod, as a real cluster prints it. Pure. */
final class PodStatus {
    private PodStatus() {}

    /** The status that a pod is to have, made of the one it has. The same one when nothing has changed. */
    static JsonObject of(PodView view) {
        var before = view.pod().status();
        var containers = statuses(view, view.definition().main());
        var initial = statuses(view, view.definition().initial());
        var phase = phase(view);
        var status = before.with("phase", phase)
                .with("conditions", conditions(view, phase, before.array("conditions")))
                .with("hostIP", view.hostAddress())
                .with("hostIPs", ips(view.hostAddress()));
        var address = view.memory().address();
        if (address != null) {
            status = status.with("podIP", address).with("podIPs", ips(address));
        }
        if (!before.has("startTime")) {
            status = status.with("startTime", Timestamps.print(view.now()));
        }
        if (!view.definition().initial().isEmpty()) {
            status = status.with("initContainerStatuses", initial);
        }
        status = status.with("containerStatuses", containers);
        if (!before.has("qosClass")) {
            status = status.with("qosClass", Qos.of(view.pod().spec()));
        }
        if (phase.equals("Failed") && view.isPastDeadline() && !before.has("reason")) {
            status = status.with("reason", "DeadlineExceeded")
                    .with("message", "Pod was active on the node longer than the specified deadline");
        }
        return status;
    }

    /** {@code kubia-0_default(20f18ed3-75fc-4beb-b7b5-98a7f011dd72)}. */
    static String fullName(KubeObject pod) {
        return pod.name() + "_" + pod.namespace() + "(" + pod.uid() + ")";
    }

    /** Whether a status says that the pod is ready. */
    static boolean readiness(JsonObject status) {
        for (var condition : status.array("conditions").objects()) {
            if ("Ready".equals(condition.text("type"))) {
                return "True".equals(condition.text("status"));
            }
        }
        return false;
    }

    private static JsonArray ips(String address) {
        return JsonArray.of(JsonObject.of("ip", Json.of(address)));
    }

    private static JsonArray statuses(PodView view, List<ContainerDefinition> containers) {
        var all = new ArrayList<Json>(containers.size());
        for (var container : containers) {
            all.add(ContainerStatus.of(view, container));
        }
        return new JsonArray(all);
    }

    private static String phase(PodView view) {
        var before = view.pod().status().text("phase", "Pending");
        if (before.equals("Succeeded") || before.equals("Failed")) {
            return before;
        }
        if (view.isUnknown()) {
            return "Unknown";
        }
        if (view.isPastDeadline()) {
            return "Failed";
        }
        if (!view.isInitialized()) {
            return hasFailedInit(view) ? "Failed" : "Pending";
        }
        return phaseOfMain(view);
    }

    private static boolean hasFailedInit(PodView view) {
        for (var container : view.definition().withRole(Role.INIT)) {
            var last = view.last(container);
            if (last.isPresent()
                    && last.get().state() instanceof State.Ended ended
                    && ended.exitCode() != 0
                    && !view.isToRestart(container, ended)
                    && !view.isTerminating()) {
                return true;
            }
        }
        return false;
    }

    private static String phaseOfMain(PodView view) {
        boolean isAllEnded = true;
        boolean isAllWell = true;
        for (var container : view.definition().main()) {
            var last = view.last(container);
            if (last.isEmpty()) {
                if (ContainerStatus.hasRun(view.storedStatus(container))) {
                    isAllEnded = false;
                    continue;
                }
                return "Pending";
            }
            if (last.get().state() instanceof State.Ended ended && !view.isToRestart(container, ended)) {
                isAllWell &= ended.exitCode() == 0;
            } else if (last.get().state() instanceof State.Intended
                    && last.get().id().attempt() == 0) {
                return "Pending";
            } else {
                isAllEnded = false;
            }
        }
        if (!isAllEnded || isAnySidecarLive(view)) {
            return "Running";
        }
        return isAllWell ? "Succeeded" : "Failed";
    }

    private static boolean isAnySidecarLive(PodView view) {
        for (var container : view.definition().withRole(Role.SIDECAR)) {
            if (view.last(container).filter(PodMachine::mayLive).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static JsonArray conditions(PodView view, String phase, JsonArray before) {
        var conditions = new Conditions(before, view.now());
        boolean hasSandbox = view.memory().address() != null;
        conditions.put("PodReadyToStartContainers", hasSandbox && !isOver(phase), "", "");
        putInitialized(conditions, view, phase);
        if (view.isUnknown()) {
            var why = unknownBecause(view);
            conditions.putUnknown("Ready", "NodeStatusUnknown", why);
            conditions.putUnknown("ContainersReady", "NodeStatusUnknown", why);
        } else {
            putReady(conditions, view, phase);
        }
        conditions.put("PodScheduled", true, "", "");
        return conditions.json();
    }

    private static String unknownBecause(PodView view) {
        for (var container : view.definition().all()) {
            var last = view.last(container);
            if (last.isPresent() && last.get().state() instanceof State.Unknown(var why)) {
                return why;
            }
        }
        return "";
    }

    private static void putInitialized(Conditions conditions, PodView view, String phase) {
        var incomplete = new ArrayList<String>();
        if (!view.isInitialized()) {
            for (var container : view.definition().initial()) {
                if (!view.isPassed(container)) {
                    incomplete.add(container.name());
                }
            }
        }
        if (incomplete.isEmpty()) {
            conditions.put("Initialized", true, phase.equals("Succeeded") ? "PodCompleted" : "", "");
        } else {
            conditions.put(
                    "Initialized",
                    false,
                    "ContainersNotInitialized",
                    "containers with incomplete status: [" + String.join(" ", incomplete) + "]");
        }
    }

    private static void putReady(Conditions conditions, PodView view, String phase) {
        if (isOver(phase)) {
            var reason = phase.equals("Succeeded") ? "PodCompleted" : "PodFailed";
            conditions.put("Ready", false, reason, "");
            conditions.put("ContainersReady", false, reason, "");
            return;
        }
        var unready = new ArrayList<String>();
        for (var container : view.definition().all()) {
            if (container.role() != Role.INIT && !ContainerStatus.isReady(view, container)) {
                unready.add(container.name());
            }
        }
        var message = "containers with unready status: [" + String.join(" ", unready) + "]";
        if (!unready.isEmpty()) {
            conditions.put("Ready", false, "ContainersNotReady", message);
            conditions.put("ContainersReady", false, "ContainersNotReady", message);
            return;
        }
        var missing = missingGates(view);
        conditions.put("Ready", missing.isEmpty(), missing.isEmpty() ? "" : "ReadinessGatesNotReady", missing);
        conditions.put("ContainersReady", true, "", "");
    }

    private static String missingGates(PodView view) {
        var missing = new ArrayList<String>();
        for (var gate : view.definition().readinessGates()) {
            var status = "";
            for (var condition : view.pod().status().array("conditions").objects()) {
                if (gate.equals(condition.text("type"))) {
                    status = condition.text("status", "");
                }
            }
            if (status.isEmpty()) {
                missing.add("corresponding condition of pod readiness gate \"" + gate + "\" does not exist.");
            } else if (!status.equals("True")) {
                missing.add("the status of pod readiness gate \"" + gate + "\" is not \"True\", but " + status);
            }
        }
        return String.join(", ", missing);
    }

    private static boolean isOver(String phase) {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }
}
