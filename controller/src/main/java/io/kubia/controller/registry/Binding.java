package io.kubia.controller.registry;

import io.kubia.controller.json.Json;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Condition;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Status;
import java.time.Instant;

/** Assigns a pod to a node, which can be done once and not be undone: the {@code binding} subresource. */
final class Binding {
    private Binding() {}

    /**
     * The pod on that node.
     *
     * @throws ApiException it is on one already, or is being deleted
     */
    static KubeObject of(KubeObject pod, String node, Instant now) {
        var present = pod.spec().text("nodeName", "");
        if (!present.isEmpty()) {
            throw new ApiException(Status.conflict(
                    pod.key(), "pod " + pod.name() + " is already assigned to node " + Json.of(present)));
        }
        if (pod.isBeingDeleted()) {
            throw new ApiException(Status.conflict(
                    pod.key(), "pod " + pod.name() + " is being deleted, cannot be assigned to a host"));
        }
        var scheduled = new Condition("PodScheduled", "True", now, null, null);
        return pod.withSpec(spec -> spec.with("nodeName", node))
                .withStatus(status -> status.with("conditions", scheduled.putInto(status.array("conditions"))));
    }
}
