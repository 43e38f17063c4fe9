package io.kubia.controller.kubelet.pod;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The class that Kubernetes puts a pod into by what its containers ask for. */
final class Qos {
    private static final List<String> RESOURCES = List.of("cpu", "memory");

    private Qos() {}

    static String of(JsonObject spec) {
        var containers = new ArrayList<JsonObject>(spec.array("initContainers").objects());
        containers.addAll(spec.array("containers").objects());
        boolean isAny = false;
        boolean isAll = true;
        for (var container : containers) {
            var requests = container.object("resources").object("requests");
            var limits = container.object("resources").object("limits");
            for (var resource : RESOURCES) {
                var limit = limits.get(resource);
                Json request = requests.get(resource);
                isAny |= limit != null || request != null;
                isAll &= limit != null && (request == null || request.equals(limit));
            }
        }
        if (!isAny) {
            return "BestEffort";
        }
        return isAll ? "Guaranteed" : "Burstable";
    }
}
