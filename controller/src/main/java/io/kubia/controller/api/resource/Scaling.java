package io.kubia.controller.api.resource;

import io.kubia.controller.api.http.Request;
import io.kubia.controller.api.http.Response;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.LabelSelector;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.Status;
import io.kubia.controller.model.Status.Cause;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.schema.ObjectSchema;
import io.kubia.controller.schema.Schemas;
import java.util.List;

/** The subresource scale: how many replicas there are and shall be, in a form that is the same for every kind. */
public final class Scaling {
    private static final String API_VERSION = "autoscaling/v1";
    private static final String KIND = "Scale";

    private final Registry registry;

    public Scaling(Registry registry) {
        this.registry = registry;
    }

    /** How many there are and shall be. */
    public Response get(Target target) {
        return answer(registry.get(target.key()));
    }

    /** Sets how many there shall be. */
    public Response update(Target target, Request request) {
        var scale = Bodies.object(request, KIND).object();
        Fitting.requireKind(API_VERSION, KIND, scale);
        Fitting.requireName(target, scale);
        return change(target, request, _ -> scale);
    }

    /** Patches how many there shall be. */
    public Response patch(Target target, Request request) {
        var patch = new Patches.Patch(Patches.type(request), Bodies.json(request.body(), KIND));
        var schema = schema();
        return change(target, request, before -> patch.apply(schema, scale(before)));
    }

    private interface Change {
        JsonObject of(KubeObject before);
    }

    private Response change(Target target, Request request, Change change) {
        var options = WriteOptions.of(request.query());
        return answer(registry.change(
                target.key(),
                Part.WHOLE,
                before -> {
                    var scale = change.of(before);
                    long replicas = replicas(target.key(), scale);
                    var wanted = before.withSpec(spec -> spec.with("replicas", replicas));
                    return wanted.withResourceVersion(version(before, scale));
                },
                options.dryRun()));
    }

    /** The version that the scale names: when it is not the present one, it is a conflict. */
    private static long version(KubeObject before, JsonObject scale) {
        var text = scale.object("metadata").text("resourceVersion", "");
        try {
            return text.isEmpty() ? before.resourceVersion() : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ApiException(Status.modified(before.key()));
        }
    }

    private static long replicas(ObjectKey key, JsonObject scale) {
        var value = scale.object("spec").get("replicas");
        return switch (value) {
            case null -> 0;
            case Json.Null ignored -> 0;
            case Json.Whole(var replicas) when replicas >= 0 && replicas <= Integer.MAX_VALUE -> replicas;
            case Json.Whole(var replicas) ->
                throw invalid(key, "Invalid value: " + replicas + ": must be greater than or equal to 0");
            default ->
                throw new ApiException(Status.badRequest("Scale in version \"v1\" cannot be handled as a Scale: json:"
                        + " cannot unmarshal " + value.kindOfValue()
                        + " into Go struct field ScaleSpec.spec.replicas of type int32"));
        };
    }

    private static ApiException invalid(ObjectKey key, String why) {
        var field = "spec.replicas";
        var message = "Scale.autoscaling \"" + key.name() + "\" is invalid: " + field + ": " + why;
        return new ApiException(new Status(
                422,
                "Invalid",
                message,
                key.name(),
                "autoscaling",
                KIND,
                List.of(new Cause("FieldValueInvalid", why, field))));
    }

    private static ObjectSchema schema() {
        return Schemas.instance()
                .ofKind(API_VERSION, KIND)
                .orElseThrow(() -> new IllegalStateException("no schema of Scale"));
    }

    private static Response answer(KubeObject object) {
        return Response.json(200, scale(object));
    }

    private static JsonObject scale(KubeObject object) {
        var metadata = JsonObject.builder().put("name", object.name()).put("namespace", object.namespace());
        metadata.putIfPresent("uid", object.metadata().get("uid"))
                .putIfPresent("resourceVersion", object.metadata().get("resourceVersion"))
                .putIfPresent("creationTimestamp", object.metadata().get("creationTimestamp"));
        var selector = LabelSelector.of(object.spec().object("selector"));
        return JsonObject.builder()
                .put("kind", KIND)
                .put("apiVersion", API_VERSION)
                .put("metadata", metadata.build())
                .put("spec", JsonObject.of("replicas", Json.of(object.spec().number("replicas", 0))))
                .put(
                        "status",
                        JsonObject.builder()
                                .put("replicas", object.status().number("replicas", 0))
                                .put("selector", selector.toString())
                                .build())
                .build();
    }
}
