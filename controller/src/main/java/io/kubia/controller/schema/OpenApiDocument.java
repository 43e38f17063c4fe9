package io.kubia.controller.schema;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One document of OpenAPI v3: the paths of one group and version, with what may be done there, and all schemas of them. */
final class OpenApiDocument {
    /** Queries of whatever writes. kubectl leaves the check of fields to a server whose patch takes fieldValidation. */
    private static final List<String> WRITE_QUERIES = List.of("dryRun", "fieldManager", "fieldValidation");

    private static final List<String> LIST_QUERIES = List.of(
            "allowWatchBookmarks",
            "continue",
            "fieldSelector",
            "labelSelector",
            "limit",
            "resourceVersion",
            "resourceVersionMatch",
            "sendInitialEvents",
            "timeoutSeconds",
            "watch");
    private static final List<String> DELETE_QUERIES =
            List.of("dryRun", "gracePeriodSeconds", "orphanDependents", "propagationPolicy");
    private static final Set<String> WHOLE_NUMBERS = Set.of("gracePeriodSeconds", "limit", "timeoutSeconds");
    private static final Set<String> TRUTHS =
            Set.of("allowWatchBookmarks", "orphanDependents", "sendInitialEvents", "watch", "force");

    private final OpenApiSchemas components;

    private OpenApiDocument(Schemas schemas) {
        this.components = new OpenApiSchemas(schemas);
    }

    /** The document of kinds of one group and version. */
    static JsonObject of(Schemas schemas, List<ResourceType> types) {
        return new OpenApiDocument(schemas).document(types);
    }

    private JsonObject document(List<ResourceType> types) {
        var paths = JsonObject.builder();
        for (var type : types) {
            if (type.namespaced()) {
                paths.put(type.path(""), across(type));
            }
            var collection = type.path(type.namespaced() ? "{namespace}" : "");
            paths.put(collection, collection(type));
            paths.put(collection + "/{name}", single(type));
        }
        return JsonObject.builder()
                .put("openapi", "3.0.0")
                .put("info", JsonObject.EMPTY.with("title", "Kubernetes").with("version", "kubia"))
                .put("paths", paths.build())
                .put("components", JsonObject.of("schemas", components.of(types)))
                .build();
    }

    /** All objects of a kind, in whatever namespace. */
    private JsonObject across(ResourceType type) {
        return JsonObject.of("get", list(type, "InAllNamespaces"));
    }

    private JsonObject collection(ResourceType type) {
        var item = JsonObject.builder().put("parameters", pathParameters(type, false));
        item.put("get", list(type, ""));
        item.put("post", write(type, "post", "create"));
        if (type.verbs().contains("deletecollection")) {
            item.put(
                    "delete",
                    operation(type, "deletecollection", "deleteCollectionOf", LIST_QUERIES)
                            .with("responses", responses("io.k8s.apimachinery.pkg.apis.meta.v1.Status")));
        }
        return item.build();
    }

    private JsonObject single(ResourceType type) {
        return JsonObject.builder()
                .put("parameters", pathParameters(type, true))
                .put(
                        "get",
                        operation(type, "get", "read", List.of()).with("responses", responses(components.name(type))))
                .put("put", write(type, "put", "replace"))
                .put("patch", patch(type))
                .put(
                        "delete",
                        operation(type, "delete", "delete", DELETE_QUERIES)
                                .with("responses", responses("io.k8s.apimachinery.pkg.apis.meta.v1.Status")))
                .build();
    }

    private JsonObject list(ResourceType type, String where) {
        return operation(type, "list", "list" + where, LIST_QUERIES)
                .with("responses", responses(components.name(type) + "List"));
    }

    private JsonObject write(ResourceType type, String action, String name) {
        return operation(type, action, name, WRITE_QUERIES)
                .with("requestBody", body("*/*", reference(components.name(type))))
                .with("responses", responses(components.name(type)));
    }

    private JsonObject patch(ResourceType type) {
        var queries = new ArrayList<>(WRITE_QUERIES);
        queries.add("force");
        var content = JsonObject.builder();
        for (var mediaType : List.of(
                "application/json-patch+json",
                "application/merge-patch+json",
                "application/strategic-merge-patch+json",
                "application/apply-patch+yaml")) {
            content.put(mediaType, JsonObject.of("schema", JsonObject.of("type", Json.of("object"))));
        }
        return operation(type, "patch", "patch", queries)
                .with("requestBody", JsonObject.of("content", content.build()))
                .with("responses", responses(components.name(type)));
    }

    private static JsonObject operation(ResourceType type, String action, String name, List<String> queries) {
        var parameters = new ArrayList<Json>();
        for (var query : queries) {
            parameters.add(JsonObject.EMPTY
                    .with("name", query)
                    .with("in", "query")
                    .with("schema", JsonObject.of("type", Json.of(typeOf(query)))));
        }
        return JsonObject.EMPTY
                .with("operationId", name + type.kind())
                .with("parameters", new JsonArray(parameters))
                .with("x-kubernetes-action", action)
                .with(
                        "x-kubernetes-group-version-kind",
                        OpenApiSchemas.kind(type.group(), type.version(), type.kind()));
    }

    private static String typeOf(String query) {
        if (WHOLE_NUMBERS.contains(query)) {
            return "integer";
        }
        return TRUTHS.contains(query) ? "boolean" : "string";
    }

    private static JsonArray pathParameters(ResourceType type, boolean named) {
        var parameters = new ArrayList<Json>();
        if (named) {
            parameters.add(pathParameter("name"));
        }
        if (type.namespaced()) {
            parameters.add(pathParameter("namespace"));
        }
        return new JsonArray(parameters);
    }

    private static JsonObject pathParameter(String name) {
        return JsonObject.EMPTY
                .with("name", name)
                .with("in", "path")
                .with("required", true)
                .with("schema", JsonObject.of("type", Json.of("string")));
    }

    private static JsonObject responses(String schema) {
        return JsonObject.of("200", body("application/json", reference(schema)).with("description", "OK"));
    }

    private static JsonObject body(String mediaType, JsonObject schema) {
        return JsonObject.of("content", JsonObject.of(mediaType, JsonObject.of("schema", schema)));
    }

    private static JsonObject reference(String schema) {
        return JsonObject.of("$ref", Json.of(OpenApiSchemas.REFERENCE + schema));
    }
}
