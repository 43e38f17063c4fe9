package io.kubia.controller.api;

import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer of the API. */
record Answer(int status, Map<String, String> headers, String body) {
    Answer with(String whole) {
        return new Answer(status, headers, whole);
    }

    JsonObject json() {
        return parse(body);
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /** The message of a Status. */
    String message() {
        return json().text("message", "");
    }

    String reason() {
        return json().text("reason", "");
    }

    static JsonObject parse(String text) {
        try {
            return JsonText.parse(text).asObject();
        } catch (JsonException e) {
            throw new AssertionError(text, e);
        }
    }
}
