package io.kubia.controller.table;

import io.kubia.controller.api.table.Column;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.Condition;
import io.kubia.controller.model.KubeObject;

/** What tables say of pods. */
final class PodColumns {
    private PodColumns() {}

    static Layout layout() {
        return Layout.named()
                .text("Ready", pod -> PodSummary.of(pod).ready())
                .text("Status", pod -> PodSummary.of(pod).status())
                .cell(
                        Column.text("Restarts"),
                        (pod, now) -> Json.of(PodSummary.of(pod).restarts(now)))
                .age()
                .wide("IP", PodColumns::address)
                .wide("Node", pod -> Words.orNone(pod.spec().text("nodeName")))
                .wide("Nominated Node", pod -> Words.orNone(pod.status().text("nominatedNodeName")))
                .wide("Readiness Gates", PodColumns::readinessGates)
                .build();
    }

    private static String address(KubeObject pod) {
        var addresses = pod.status().array("podIPs").objects();
        return Words.orNone(
                addresses.isEmpty()
                        ? pod.status().text("podIP")
                        : addresses.getFirst().text("ip"));
    }

    private static String readinessGates(KubeObject pod) {
        var gates = pod.spec().array("readinessGates").objects();
        long open = gates.stream().filter(gate -> isOpen(pod, gate)).count();
        return gates.isEmpty() ? Words.NONE : open + "/" + gates.size();
    }

    private static boolean isOpen(KubeObject pod, JsonObject gate) {
        return Condition.in(pod, gate.text("conditionType", ""))
                .filter(Condition::isTrue)
                .isPresent();
    }
}
