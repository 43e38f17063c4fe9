package io.kubia.controller.patch;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** JSON merge patch, RFC 7386: what the patch has replaces what is there, and null removes it. */
final class MergePatch {
    private MergePatch() {}

    /** The function of section 2. */
    static JsonObject apply(JsonObject target, JsonObject patch) {
        JsonObject[] merged = {target};
        patch.forEach((name, value) -> merged[0] = merged[0].with(name, merged(merged[0].get(name), value)));
        return merged[0];
    }

    private static @Nullable Json merged(@Nullable Json target, Json patch) {
        if (patch == Json.Null.NULL) {
            return null;
        }
        if (patch instanceof JsonObject object) {
            return apply(target == null ? JsonObject.EMPTY : target.asObject(), object);
        }
        return patch;
    }
}
