package io.kubia.controller.cli;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.model.KubeObject;
import org.jspecify.annotations.Nullable;

/**
 * What applying a manifest changes, as kubectl does it: what the manifest says, less what the one that was applied last said
 * and this one does not. Elements of lists are merged by the API; such as the last one had and this one has not stay.
 */
final class LastApplied {
    static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

    private LastApplied() {}

    /** The manifest with itself noted in it. */
    static KubeObject noted(KubeObject manifest) {
        return manifest.withAnnotation(ANNOTATION, manifest.json() + "\n");
    }

    /** A strategic merge patch that makes the present object what the manifest says; empty when it is so already. */
    static JsonObject patch(KubeObject manifest, JsonObject present) {
        var last = last(present);
        if (manifest.json().equals(last)) {
            return JsonObject.EMPTY;
        }
        return without(noted(manifest).json(), last);
    }

    private static JsonObject last(JsonObject present) {
        var text = present.object("metadata").object("annotations").text(ANNOTATION);
        try {
            return text == null ? JsonObject.EMPTY : JsonText.parse(text).asObject();
        } catch (JsonException e) {
            return JsonObject.EMPTY; // somebody has written something else there
        }
    }

    /** What is wanted, with a null for each field that was there last and is no longer. */
    private static JsonObject without(JsonObject wanted, JsonObject last) {
        var patch = JsonObject.builder();
        wanted.forEach((name, value) -> patch.put(name, merged(value, last.get(name))));
        last.forEach((name, value) -> {
            if (!wanted.has(name)) {
                patch.put(name, Json.Null.NULL);
            }
        });
        return patch.build();
    }

    private static Json merged(Json wanted, @Nullable Json last) {
        return wanted instanceof JsonObject object && last instanceof JsonObject before
                ? without(object, before)
                : wanted;
    }
}
