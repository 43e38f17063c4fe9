package io.kubia.controller.api.resource;

import io.kubia.controller.api.format.Renderer;
import io.kubia.controller.api.http.Query;
import io.kubia.controller.api.http.Request;
import io.kubia.controller.api.http.Response;
import io.kubia.controller.api.selector.Filter;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.model.Status;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.DeleteOptions.Propagation;
import io.kubia.controller.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Deletes objects, one or all of a selection. */
public final class Deleting {
    /** Those of which Kubernetes answers what was deleted; of others, that they were. */
    private static final Set<ResourceType> SHOWN = Set.of(
            ResourceTypes.POD,
            ResourceTypes.SERVICE,
            ResourceTypes.PERSISTENT_VOLUME,
            ResourceTypes.PERSISTENT_VOLUME_CLAIM,
            ResourceTypes.SERVICE_ACCOUNT);

    private final Registry registry;
    private final Reading reading;
    private final Renderer renderer;

    public Deleting(Registry registry, Reading reading, Renderer renderer) {
        this.registry = registry;
        this.reading = reading;
        this.renderer = renderer;
    }

    /** One object. */
    public Response delete(Target target, Request request) {
        var form = Reading.form(request);
        var options = options(request);
        var deleted = registry.delete(target.key(), options);
        return SHOWN.contains(target.type()) || isMarked(deleted)
                ? reading.answer(200, deleted, form)
                : Response.json(200, success(deleted));
    }

    /** All that match, each by itself. */
    public Response deleteAll(Target target, Request request) {
        var form = Reading.form(request);
        var filter = Filter.of(target.type(), request.query());
        var deleted = registry.deleteCollection(target.selection(), filter::matches, options(request));
        var elements = new ArrayList<Json>(deleted.size());
        for (var object : deleted) {
            elements.add(renderer.element(object, form));
        }
        var metadata = JsonObject.of(
                "resourceVersion", Json.of(Long.toString(registry.now().version())));
        var list = renderer.list(target.type(), form, metadata, elements);
        return new Response.Whole(200, form.contentType(), List.of(), Renderer.bytes(list, form));
    }

    /** Whether it is still there, and only marked. */
    private boolean isMarked(KubeObject deleted) {
        return registry.now()
                .get(deleted.key())
                .filter(there -> there.uid().equals(deleted.uid()))
                .isPresent();
    }

    private static Json success(KubeObject deleted) {
        var details = JsonObject.builder().put("name", deleted.name());
        if (!deleted.type().group().isEmpty()) {
            details.put("group", deleted.type().group());
        }
        details.put("kind", deleted.type().plural()).put("uid", deleted.uid());
        return JsonObject.builder()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("metadata", JsonObject.EMPTY)
                .put("status", "Success")
                .put("details", details.build())
                .build();
    }

    private static DeleteOptions options(Request request) {
        var body = request.body().length == 0
                ? JsonObject.EMPTY
                : Bodies.object(request, "DeleteOptions").object();
        var query = request.query();
        if (body.text("kind", "DeleteOptions").equals("DeleteOptions")) {
            return new DeleteOptions(
                    grace(body, query),
                    propagation(body, query),
                    Optional.ofNullable(body.object("preconditions").text("uid")),
                    version(body.object("preconditions").text("resourceVersion", "")),
                    WriteOptions.dryRun(
                            body.has("dryRun") ? body.array("dryRun").texts() : query.all("dryRun")));
        }
        throw new ApiException(Status.badRequest(body.text("kind", "") + " in version \"" + body.text("apiVersion", "")
                + "\" cannot be handled as a DeleteOptions"));
    }

    private static OptionalLong grace(JsonObject body, Query query) {
        var said = body.number("gracePeriodSeconds");
        return said.isPresent() ? said : Versions.number(query, "gracePeriodSeconds");
    }

    private static OptionalLong version(String text) {
        try {
            return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.of(-1); // that of no object
        }
    }

    private static Optional<Propagation> propagation(JsonObject body, Query query) {
        var policy = body.text("propagationPolicy", query.text("propagationPolicy"));
        if (policy.isEmpty() && (body.has("orphanDependents") || query.has("orphanDependents"))) {
            boolean orphans = body.isTrue("orphanDependents") || query.isTrue("orphanDependents");
            return Optional.of(orphans ? Propagation.ORPHAN : Propagation.BACKGROUND);
        }
        return switch (policy) {
            case "" -> Optional.empty();
            case "Background" -> Optional.of(Propagation.BACKGROUND);
            case "Foreground" -> Optional.of(Propagation.FOREGROUND);
            case "Orphan" -> Optional.of(Propagation.ORPHAN);
            default ->
                throw WriteOptions.unsupported(
                        "propagationPolicy", policy, "\"Foreground\", \"Background\", \"Orphan\", \"nil\"");
        };
    }
}
