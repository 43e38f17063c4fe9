package io.kubia.controller.model;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request failed, in Kubernetes' form and words.
 *
 * @param reason a word for programs: NotFound, Conflict, Invalid and so on
 * @param name which object, if it is about one
 * @param group and kind: of the object; the kind is the plural, but for Invalid
 */
public record Status(
        int code,
        String reason,
        String message,
        @Nullable String name,
        String group,
        @Nullable String kind,
        List<Cause> causes) {
    public Status {
        causes = List.copyOf(causes);
    }

    /**
     * One thing that is wrong with an object.
     *
     * @param field its path: {@code spec.replicas}
     */
    public record Cause(String reason, String message, String field) {}

    public static Status notFound(ObjectKey key) {
        return about(404, "NotFound", key, key.type().qualifiedPlural() + " \"" + key.name() + "\" not found");
    }

    public static Status alreadyExists(ObjectKey key) {
        return about(
                409, "AlreadyExists", key, key.type().qualifiedPlural() + " \"" + key.name() + "\" already exists");
    }

    public static Status conflict(ObjectKey key, String why) {
        return about(
                409,
                "Conflict",
                key,
                "Operation cannot be fulfilled on " + key.type().qualifiedPlural() + " \"" + key.name() + "\": " + why);
    }

    /** Somebody has written the object since it was read. */
    public static Status modified(ObjectKey key) {
        return conflict(
                key, "the object has been modified; please apply your changes to the latest version and try again");
    }

    /** The object's fields are wrong. */
    public static Status invalid(ResourceType type, String name, List<Cause> causes) {
        var sentences = causes.stream()
                .map(cause -> cause.field() + ": " + cause.message())
                .distinct()
                .toList();
        var text = sentences.size() == 1 ? sentences.getFirst() : "[" + String.join(", ", sentences) + "]";
        var kind = type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group();
        return new Status(
                422,
                "Invalid",
                kind + " \"" + name + "\" is invalid: " + text,
                name,
                type.group(),
                type.kind(),
                causes);
    }

    public static Status badRequest(String message) {
        return plain(400, "BadRequest", message);
    }

    public static Status forbidden(ObjectKey key, String why) {
        return about(
                403, "Forbidden", key, key.type().qualifiedPlural() + " \"" + key.name() + "\" is forbidden: " + why);
    }

    /** One that is about no object. */
    public static Status plain(int code, String reason, String message) {
        return new Status(code, reason, message, null, "", null, List.of());
    }

    private static Status about(int code, String reason, ObjectKey key, String message) {
        return new Status(
                code,
                reason,
                message,
                key.name(),
                key.type().group(),
                key.type().plural(),
                List.of());
    }

    /** As it is answered. */
    public JsonObject json() {
        var json = JsonObject.builder()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("metadata", JsonObject.EMPTY)
                .put("status", "Failure")
                .put("message", message)
                .put("reason", reason);
        if (name != null || kind != null || !causes.isEmpty()) {
            var details = JsonObject.builder().putIfPresent("name", name);
            if (!group.isEmpty()) {
                details.put("group", group);
            }
            details.putIfPresent("kind", kind);
            if (!causes.isEmpty()) {
                details.put(
                        "causes",
                        new JsonArray(causes.stream().<Json>map(Status::json).toList()));
            }
            json.put("details", details.build());
        }
        return json.put("code", code).build();
    }

    private static JsonObject json(Cause cause) {
        return JsonObject.builder()
                .put("reason", cause.reason())
                .put("message", cause.message())
                .put("field", cause.field())
                .build();
    }
}
