package io.kubia.controller.kubelet.pod;

import io.kubia.controller.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about a pod now, in this order.
 *
 * @param memory what is remembered from now on
 * @param status what the pod's status is to be
 * @param isUrgent whether the status is to be written before anything is done: readiness has changed, or the pod's object
 *     is about to be removed. Otherwise it is written when nothing more is to be done at once, so that nobody waits for the
 *     disk
 * @param probes those that are to be running, and no others
 * @param due when to decide again, if nothing happens before
 */
public record Decision(
        List<Action> actions,
        PodMemory memory,
        JsonObject status,
        boolean isUrgent,
        List<ProbeTarget> probes,
        Optional<Instant> due) {
    public Decision {
        actions = List.copyOf(actions);
        probes = List.copyOf(probes);
    }
}
