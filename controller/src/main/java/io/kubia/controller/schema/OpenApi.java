package io.kubia.controller.schema;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What OpenAPI v3 says of the API: an index, and a document for each version of each group. kubectl reads them before it
 * creates or changes anything, to see whether the server checks fields itself, and for {@code kubectl explain}.
 *
 * <p>A document is made when it is first asked for, and kept.
 */
public final class OpenApi {
    /** Under which path the index is; documents are below it. */
    public static final String PATH = "/openapi/v3";

    /** To be counted up when documents become other ones while {@code schemas.txt} stays as it is: clients keep them. */
    private static final int FORM = 1;

    private final Schemas schemas;
    private final Map<String, List<ResourceType>> groups;
    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();

    OpenApi(Schemas schemas) {
        this.schemas = schemas;
        var byPath = new LinkedHashMap<String, List<ResourceType>>();
        for (var type : ResourceTypes.ALL) {
            byPath.put(path(type), typesBeside(type));
        }
        this.groups = byPath;
    }

    /** The one instance. */
    public static OpenApi instance() {
        return Holder.INSTANCE;
    }

    /** The index: where the document of each group and version is. */
    public byte[] index() {
        var paths = JsonObject.builder();
        for (var path : groups.keySet()) {
            var url = PATH + "/" + path + "?hash=" + schemas.digest() + FORM;
            paths.put(path, JsonObject.of("serverRelativeURL", Json.of(url)));
        }
        return JsonText.bytes(JsonObject.of("paths", paths.build()));
    }

    /**
     * The document of a group and version.
     *
     * @param path {@code api/v1} or {@code apis/apps/v1}, as in the index
     */
    public Optional<byte[]> document(String path) {
        var types = groups.get(path);
        return types == null
                ? Optional.empty()
                : Optional.of(
                        documents.computeIfAbsent(path, ignored -> JsonText.bytes(OpenApiDocument.of(schemas, types))));
    }

    private static List<ResourceType> typesBeside(ResourceType type) {
        return ResourceTypes.ALL.stream()
                .filter(other -> other.apiVersion().equals(type.apiVersion()))
                .toList();
    }

    private static String path(ResourceType type) {
        return (type.group().isEmpty() ? "api/" : "apis/") + type.apiVersion();
    }

    /** Made by the first who asks, as the language guarantees. */
    private static final class Holder {
        static final OpenApi INSTANCE = new OpenApi(Schemas.instance());
    }
}
