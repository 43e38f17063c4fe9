package io.kubia.controller.event;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import java.time.Instant;

/**
 * Something that happened, once.
 *
 * @param about a reference to the object, as it stands in events
 * @param namespace of the event: the object's, or {@code default} for one that has none
 * @param component who says so: {@code statefulset-controller}
 * @param host where that runs; empty for what runs once in a cluster
 * @param type Normal or Warning
 */
record Occurrence(
        JsonObject about,
        String namespace,
        String component,
        String host,
        String type,
        String reason,
        String message,
        Instant time) {
    static JsonObject reference(KubeObject about, String fieldPath) {
        var reference = JsonObject.builder()
                .put("apiVersion", about.type().apiVersion())
                .put("kind", about.type().kind())
                .put("name", about.name());
        if (!about.namespace().isEmpty()) {
            reference.put("namespace", about.namespace());
        }
        if (!about.uid().isEmpty()) {
            reference.put("uid", about.uid());
        }
        if (about.resourceVersion() > 0) {
            reference.put("resourceVersion", Long.toString(about.resourceVersion()));
        }
        if (!fieldPath.isEmpty()) {
            reference.put("fieldPath", fieldPath);
        }
        return reference.build();
    }

    Occurrence withMessage(String other) {
        return new Occurrence(about, namespace, component, host, type, reason, other, time);
    }
}
