package io.kubia.controller.api.resource;

import io.kubia.controller.api.http.Request;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Reads the bodies of requests: JSON, YAML and protobuf. */
final class Bodies {
    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

    private Bodies() {}

    /**
     * An object that has been read.
     *
     * @param duplicates the paths of fields that stand there more than once
     */
    record Body(JsonObject object, List<String> duplicates) {
        Body {
            duplicates = List.copyOf(duplicates);
        }

        String kind() {
            return object.text("kind", "");
        }
    }

    /**
     * Reads an object.
     *
     * @param kind what it should be, for the messages; it may be another
     * @throws ApiException it cannot be read
     */
    static Body object(Request request, String kind) {
        var read = read(request, kind);
        if (read.value() instanceof JsonObject object) {
            return new Body(object, read.duplicates());
        }
        throw unreadable(
                kind, "json: cannot unmarshal " + read.value().kindOfValue() + " into Go value of type struct");
    }

    /** The bare media type of a request's body; JSON when it says none. */
    static String mediaType(Request request) {
        var type = request.head().field("Content-Type");
        if (type == null || type.isBlank()) {
            return "application/json";
        }
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** Reads JSON, whatever it is. */
    static JsonText.Read json(byte[] body, String kind) {
        try {
            return JsonText.read(body);
        } catch (JsonException e) {
            throw unreadable(kind, "couldn't get version/kind; json parse error: " + e.getMessage());
        }
    }

    private static JsonText.Read read(Request request, String kind) {
        return switch (mediaType(request)) {
            case "application/json" -> json(request.body(), kind);
            case "application/yaml" -> yaml(request.body(), kind);
            default -> throw unsupported(List.of("application/json", "application/yaml", PROTOBUF));
        };
    }

    private static JsonText.Read yaml(byte[] body, String kind) {
        try {
            var documents = YamlText.parseAll(new String(body, StandardCharsets.UTF_8));
            Json value = documents.isEmpty() ? Json.Null.NULL : documents.getFirst();
            return new JsonText.Read(value, List.of());
        } catch (JsonException e) {
            throw unreadable(kind, "couldn't get version/kind; yaml parse error: " + e.getMessage());
        }
    }

    static ApiException unsupported(List<String> supported) {
        return new ApiException(Status.plain(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: "
                        + String.join(", ", supported)));
    }

    private static ApiException unreadable(String kind, String why) {
        return new ApiException(
                Status.badRequest("the object provided is unrecognized (must be of type " + kind + "): " + why));
    }
}
