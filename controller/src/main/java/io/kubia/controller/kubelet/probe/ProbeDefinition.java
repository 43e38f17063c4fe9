package io.kubia.controller.kubelet.probe;

import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * A probe as a pod defines it.
 *
 * @param grace in place of the pod's own, when a container is restarted because of this probe
 */
public record ProbeDefinition(
        Check check,
        Duration initialDelay,
        Duration period,
        Duration timeout,
        int successThreshold,
        int failureThreshold,
        Optional<Duration> grace) {
    /** The probe in a field of a container; nothing when there is none. */
    public static Optional<ProbeDefinition> read(JsonObject container, String field) {
        if (!container.has(field)) {
            return Optional.empty();
        }
        var json = container.object(field);
        JsonArray ports = container.array("ports");
        var grace = json.number("terminationGracePeriodSeconds");
        return Check.read(json, ports)
                .map(check -> new ProbeDefinition(
                        check,
                        Duration.ofSeconds(json.number("initialDelaySeconds", 0)),
                        Duration.ofSeconds(Math.max(1, json.number("periodSeconds", 10))),
                        Duration.ofSeconds(Math.max(1, json.number("timeoutSeconds", 1))),
                        (int) Math.max(1, json.number("successThreshold", 1)),
                        (int) Math.max(1, json.number("failureThreshold", 3)),
                        grace.isPresent() ? Optional.of(Duration.ofSeconds(grace.getAsLong())) : Optional.empty()));
    }
}
