package io.kubia.controller.kubelet.pod;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a pod while they are set. Those of others stay as they are; a time stays while its status does. Fields
 * stand as a real cluster prints them, with a lastProbeTime that is never set.
 */
final class Conditions {
    private final List<Json> conditions;
    private final Instant now;

    Conditions(JsonArray before, Instant now) {
        this.conditions = new ArrayList<>(before.values());
        this.now = now;
    }

    /** Sets one; an empty reason or message is left out. */
    void put(String type, boolean isTrue, String reason, String message) {
        put(type, isTrue ? "True" : "False", reason, message);
    }

    void putUnknown(String type, String reason, String message) {
        put(type, "Unknown", reason, message);
    }

    private void put(String type, String status, String reason, String message) {
        int at = indexOf(type);
        var before = at < 0 ? JsonObject.EMPTY : conditions.get(at).asObject();
        @Nullable Json since = status.equals(before.text("status")) ? before.get("lastTransitionTime") : null;
        var json = JsonObject.builder()
                .put("lastProbeTime", Json.Null.NULL)
                .put("lastTransitionTime", since == null ? Json.of(Timestamps.print(now)) : since);
        if (!message.isEmpty()) {
            json.put("message", message);
        }
        if (!reason.isEmpty()) {
            json.put("reason", reason);
        }
        json.putIfPresent("observedGeneration", before.get("observedGeneration"));
        var made = json.put("status", status).put("type", type).build();
        if (at < 0) {
            conditions.add(made);
        } else {
            conditions.set(at, made);
        }
    }

    private int indexOf(String type) {
        for (int i = 0; i < conditions.size(); i++) {
            if (type.equals(conditions.get(i).asObject().text("type"))) {
                return i;
            }
        }
        return -1;
    }

    JsonArray json() {
        return new JsonArray(conditions);
    }
}
