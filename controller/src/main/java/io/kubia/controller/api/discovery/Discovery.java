package io.kubia.controller.api.discovery;

import io.kubia.controller.api.http.Response;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.model.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The answers to {@code /api} and {@code /apis}: all in one for those who know that form, else the groups, and the kinds of
 * each by themselves.
 */
public final class Discovery {
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=%;as=APIGroupDiscoveryList";

    private final Map<String, List<ResourceType>> groups = new LinkedHashMap<>();
    private final Map<String, Response> made = new ConcurrentHashMap<>();

    public Discovery() {
        for (var type : ResourceTypes.ALL) {
            groups.computeIfAbsent(type.group(), _ -> new ArrayList<>()).add(type);
        }
    }

    /** The core group, for {@code /api}. */
    public Response core(String accept) {
        var version = aggregatedVersion(accept);
        return made.computeIfAbsent("/api" + version, _ -> version.isEmpty() ? versions() : aggregated(version, true));
    }

    /** All others, for {@code /apis}. */
    public Response named(String accept) {
        var version = aggregatedVersion(accept);
        return made.computeIfAbsent("/apis" + version, _ -> version.isEmpty() ? list() : aggregated(version, false));
    }

    /** One group. */
    public Response group(String name) {
        var types = groups.get(name);
        if (name.isEmpty() || types == null) {
            throw notThere();
        }
        return Response.json(200, withKind("APIGroup", group(name, types)));
    }

    /** The kinds of one group in one version. */
    public Response kinds(String apiVersion) {
        return made.computeIfAbsent("kinds " + apiVersion, _ -> kindsOf(apiVersion));
    }

    /** Which form of the aggregated answer a client takes first; empty when it takes none. */
    private static String aggregatedVersion(String accept) {
        for (var clause : accept.split(",", -1)) {
            var bare = clause.replace(" ", "");
            if (bare.startsWith("application/json;") && bare.contains("as=APIGroupDiscoveryList")) {
                if (bare.contains("v=v2beta1")) {
                    return "v2beta1";
                }
                if (bare.contains("v=v2")) {
                    return "v2";
                }
            } else if (bare.equals("application/json") || bare.startsWith("application/json;q")) {
                return "";
            }
        }
        return "";
    }

    private Response aggregated(String version, boolean isCore) {
        var items = new ArrayList<Json>();
        groups.forEach((name, types) -> {
            if (name.isEmpty() == isCore) {
                items.add(aggregatedGroup(name, types));
            }
        });
        var json = JsonObject.builder()
                .put("kind", "APIGroupDiscoveryList")
                .put("apiVersion", "apidiscovery.k8s.io/" + version)
                .put("metadata", JsonObject.EMPTY)
                .put("items", new JsonArray(items))
                .build();
        return new Response.Whole(200, AGGREGATED.replace("%", version), List.of(), JsonText.bytes(json))
                .with("Vary", "Accept");
    }

    private static Json aggregatedGroup(String name, List<ResourceType> types) {
        var metadata = JsonObject.builder();
        if (!name.isEmpty()) {
            metadata.put("name", name);
        }
        metadata.put("creationTimestamp", Json.Null.NULL);
        var resources = new ArrayList<Json>();
        types.forEach(type -> resources.add(aggregatedKind(type)));
        var version = JsonObject.builder()
                .put("version", types.getFirst().version())
                .put("resources", new JsonArray(resources))
                .put("freshness", "Current");
        return JsonObject.builder()
                .put("metadata", metadata.build())
                .put("versions", JsonArray.of(version.build()))
                .build();
    }

    private static Json aggregatedKind(ResourceType type) {
        var json = JsonObject.builder()
                .put("resource", type.plural())
                .put("responseKind", kind(type.group(), type.version(), type.kind()))
                .put("scope", type.namespaced() ? "Namespaced" : "Cluster")
                .put("singularResource", type.singular())
                .put("verbs", verbs(type));
        putNames(json, type);
        var parts = new ArrayList<Json>();
        for (var part : Subresource.of(type)) {
            parts.add(JsonObject.builder()
                    .put("subresource", part.name())
                    .put("responseKind", kind(part.group(), part.version(), part.kind()))
                    .put("verbs", JsonArray.ofTexts(part.verbs()))
                    .build());
        }
        if (!parts.isEmpty()) {
            json.put("subresources", new JsonArray(parts));
        }
        return json.build();
    }

    private static void putNames(JsonObject.Builder json, ResourceType type) {
        if (!type.shortNames().isEmpty()) {
            json.put("shortNames", JsonArray.ofTexts(type.shortNames()));
        }
        if (!type.categories().isEmpty()) {
            json.put("categories", JsonArray.ofTexts(type.categories()));
        }
    }

    private static JsonArray verbs(ResourceType type) {
        return JsonArray.ofTexts(type.verbs().stream().sorted().toList());
    }

    private static Json kind(String group, String version, String kind) {
        return JsonObject.builder()
                .put("group", group)
                .put("version", version)
                .put("kind", kind)
                .build();
    }

    private static Response versions() {
        var json = JsonObject.builder()
                .put("kind", "APIVersions")
                .put("versions", JsonArray.of(Json.of("v1")))
                .put("serverAddressByClientCIDRs", JsonArray.EMPTY)
                .build();
        return Response.json(200, json).with("Vary", "Accept");
    }

    private Response list() {
        var all = new ArrayList<Json>();
        groups.forEach((name, types) -> {
            if (!name.isEmpty()) {
                all.add(group(name, types));
            }
        });
        return Response.json(200, withKind("APIGroupList", JsonObject.of("groups", new JsonArray(all))))
                .with("Vary", "Accept");
    }

    private static JsonObject group(String name, List<ResourceType> types) {
        var version = JsonObject.builder()
                .put("groupVersion", types.getFirst().apiVersion())
                .put("version", types.getFirst().version())
                .build();
        return JsonObject.builder()
                .put("name", name)
                .put("versions", JsonArray.of(version))
                .put("preferredVersion", version)
                .build();
    }

    private Response kindsOf(String apiVersion) {
        var resources = new ArrayList<Json>();
        for (var types : groups.values()) {
            for (var type : types) {
                if (type.apiVersion().equals(apiVersion)) {
                    add(resources, type);
                }
            }
        }
        if (resources.isEmpty()) {
            throw notThere();
        }
        return Response.json(
                200,
                withKind(
                        "APIResourceList",
                        JsonObject.builder()
                                .put("groupVersion", apiVersion)
                                .put("resources", new JsonArray(resources))
                                .build()));
    }

    private static void add(List<Json> resources, ResourceType type) {
        var json = JsonObject.builder()
                .put("name", type.plural())
                .put("singularName", type.singular())
                .put("namespaced", type.namespaced())
                .put("kind", type.kind())
                .put("verbs", verbs(type));
        putNames(json, type);
        resources.add(json.build());
        for (var part : Subresource.of(type)) {
            var entry = JsonObject.builder()
                    .put("name", type.plural() + "/" + part.name())
                    .put("singularName", "")
                    .put("namespaced", type.namespaced());
            if (!part.group().equals(type.group())) {
                entry.put("group", part.group()).put("version", part.version());
            }
            resources.add(entry.put("kind", part.kind())
                    .put("verbs", JsonArray.ofTexts(part.verbs()))
                    .build());
        }
    }

    private static Json withKind(String kind, JsonObject rest) {
        var json = JsonObject.builder().put("kind", kind).put("apiVersion", "v1");
        rest.forEach(json::put);
        return json.build();
    }

    private static ApiException notThere() {
        return new ApiException(Status.plain(404, "NotFound", "the server could not find the requested resource"));
    }
}
