package io.kubia.controller.patch;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import io.kubia.controller.schema.ObjectSchema;
import java.util.Optional;

/** The kinds of patch, by the media type that a request has. */
public enum PatchType {
    /** Kubernetes' own: like a merge, but lists are merged as well, by the keys that the schema names. */
    STRATEGIC_MERGE("application/strategic-merge-patch+json"),
    /** RFC 7386: fields replace fields, null removes them. */
    MERGE("application/merge-patch+json"),
    /** RFC 6902: a list of operations. */
    JSON("application/json-patch+json");

    /** More than anybody writes by hand, and few enough to apply at once; Kubernetes has the same limit. */
    static final int MAX_OPERATIONS = 10_000;

    private final String mediaType;

    PatchType(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /** The one of a Content-Type, whatever parameters follow it. */
    public static Optional<PatchType> of(String contentType) {
        int end = contentType.indexOf(';');
        var bare = (end < 0 ? contentType : contentType.substring(0, end)).strip();
        for (var type : values()) {
            if (type.mediaType.equalsIgnoreCase(bare)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /**
     * The object as it is after the patch; neither checked nor pruned.
     *
     * @param schema of the object
     * @throws ApiException the patch is none, or does not fit the object
     */
    public JsonObject apply(ObjectSchema schema, JsonObject object, Json patch) {
        return switch (this) {
            case STRATEGIC_MERGE -> StrategicMerge.apply(schema, object, object(patch));
            case MERGE -> MergePatch.apply(object, object(patch));
            case JSON -> {
                var patched = JsonPatch.apply(object, operations(patch));
                if (patched instanceof JsonObject whole) {
                    yield whole;
                }
                throw new ApiException(Status.badRequest("json: cannot unmarshal " + patched.kindOfValue()
                        + " into Go value of type " + "v1." + schema.simpleName()));
            }
        };
    }

    private static JsonObject object(Json patch) {
        if (patch instanceof JsonObject object) {
            return object;
        }
        throw new ApiException(Status.badRequest("error decoding patch: json: cannot unmarshal " + patch.kindOfValue()
                + " into Go value of type map[string]interface {}"));
    }

    private static JsonArray operations(Json patch) {
        if (!(patch instanceof JsonArray operations)) {
            throw new ApiException(Status.badRequest("error decoding patch: json: cannot unmarshal "
                    + patch.kindOfValue() + " into Go value of type []handlers.jsonPatchOp"));
        }
        if (operations.size() > MAX_OPERATIONS) {
            throw new ApiException(Status.plain(
                    413,
                    "RequestEntityTooLarge",
                    "Request entity too large: The allowed maximum operations in a JSON patch is " + MAX_OPERATIONS
                            + ", got " + operations.size()));
        }
        return operations;
    }
}
