package io.kubia.controller.api.resource;

import io.kubia.controller.api.http.Request;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import io.kubia.controller.protobuf.ProtobufBody;
import io.kubia.controller.schema.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Reads the bodies of requests: JSON, YAML and protobuf. */
final class Bodies {
    private Bodies() {}

    /**
     * An object that has been read.
     *
     * @param duplicates the paths of fields that stand there more than once
     * @param problems what else was found wrong when it was read
     */
    record Body(JsonObject object, List<String> duplicates, List<Problem> problems) {
        Body {
            duplicates = List.copyOf(duplicates);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads an object.
     *
     * @param kind what it should be, for the messages; it may be another
     * @throws ApiException it cannot be read
     */
    static Body object(Request request, String kind) {
        if (mediaType(request).equals(ProtobufBody.MEDIA_TYPE)) {
            var decoded = ProtobufBody.decode(request.body());
            return new Body(decoded.object(), List.of(), decoded.problems());
        }
        var read = read(request, kind);
        if (read.value() instanceof JsonObject object) {
            return new Body(object, read.duplicates(), List.of());
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
            default -> throw unsupported(List.of("application/json", "application/yaml", ProtobufBody.MEDIA_TYPE));
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
