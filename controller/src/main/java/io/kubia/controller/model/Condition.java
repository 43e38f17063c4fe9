package io.kubia.controller.model;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One of the conditions in a status.
 *
 * @param status True, False or Unknown
 * @param since when the status became what it is
 */
public record Condition(
        String type,
        String status,
        Instant since,
        @Nullable String reason,
        @Nullable String message) {
    public boolean isTrue() {
        return status.equals("True");
    }

    /** The one of a type among the conditions of an object. */
    public static Optional<Condition> in(KubeObject object, String type) {
        for (var json : object.status().array("conditions").objects()) {
            if (type.equals(json.text("type"))) {
                return Optional.of(new Condition(
                        type,
                        json.text("status", "Unknown"),
                        Timestamps.parse(json.text("lastTransitionTime")).orElse(Instant.EPOCH),
                        json.text("reason"),
                        json.text("message")));
            }
        }
        return Optional.empty();
    }

    /**
     * These conditions with this one among them, in the place of the one of its type. While the status stays what it was,
     * so does the time since when.
     */
    public JsonArray putInto(JsonArray conditions) {
        var changed = new ArrayList<Json>();
        boolean found = false;
        for (var json : conditions.objects()) {
            if (type.equals(json.text("type"))) {
                found = true;
                changed.add(json(status.equals(json.text("status")) ? json.get("lastTransitionTime") : null, json));
            } else {
                changed.add(json);
            }
        }
        if (!found) {
            changed.add(json(null, JsonObject.EMPTY));
        }
        return new JsonArray(changed);
    }

    private JsonObject json(@Nullable Json unchangedSince, JsonObject before) {
        return before.with("type", type)
                .with("status", status)
                .with("lastTransitionTime", unchangedSince == null ? Json.of(Timestamps.print(since)) : unchangedSince)
                .with("reason", reason == null ? null : Json.of(reason))
                .with("message", message == null ? null : Json.of(message));
    }
}
