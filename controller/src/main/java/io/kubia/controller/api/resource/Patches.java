package io.kubia.controller.api.resource;

import io.kubia.controller.api.http.Request;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import io.kubia.controller.patch.PatchType;
import io.kubia.controller.schema.FieldValidation;
import io.kubia.controller.schema.ObjectSchema;
import java.util.List;

/** Patches as requests bring them. */
final class Patches {
    private static final String APPLY = "application/apply-patch+yaml";

    private Patches() {}

    /** The kind of patch that a request brings. */
    static PatchType type(Request request) {
        var mediaType = Bodies.mediaType(request);
        if (mediaType.equals(APPLY)) {
            throw new ApiException(Status.plain(
                    501,
                    "NotImplemented",
                    "server-side apply is not served yet: use kubectl apply without" + " --server-side"));
        }
        return PatchType.of(mediaType)
                .orElseThrow(() -> Bodies.unsupported(List.of(
                        "application/json-patch+json",
                        "application/merge-patch+json",
                        "application/strategic-merge-patch+json",
                        APPLY)));
    }

    /** A patch that has been read, and the paths of fields that stand there more than once. */
    record Patch(PatchType type, JsonText.Read read) {
        JsonObject apply(ObjectSchema schema, JsonObject object) {
            return type.apply(schema, object, read.value());
        }

        List<String> duplicates() {
            return read.duplicates();
        }

        /** What an answer shows of what could not be taken. */
        String shown(JsonObject patched) {
            return type == PatchType.STRATEGIC_MERGE && read.value() instanceof JsonObject strategic
                    ? FieldValidation.shown(strategic)
                    : patched.toString();
        }
    }
}
