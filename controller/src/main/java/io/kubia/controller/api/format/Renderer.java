package io.kubia.controller.api.format;

import io.kubia.controller.api.table.Tables;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceType;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Turns objects into the form that a client wants to see. */
public final class Renderer {
    private final Tables tables;
    private final InstantSource clock;

    public Renderer(Tables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    /** One object by itself. */
    public Json object(KubeObject object, Form form) {
        return switch (form.as()) {
            case JSON, YAML -> object.json();
            case METADATA -> metadata(object, form);
            case TABLE -> {
                var list = JsonObject.builder();
                if (object.metadata().has("resourceVersion")) {
                    list.put("resourceVersion", Long.toString(object.resourceVersion()));
                }
                yield table(object.type(), form, list.build(), List.of(element(object, form)));
            }
        };
    }

    /** One object among others: an item of a list, or a row of a table. */
    public Json element(KubeObject object, Form form) {
        return switch (form.as()) {
            case JSON, YAML -> object.json();
            case METADATA -> metadata(object, form);
            case TABLE ->
                switch (form.include()) {
                    case METADATA -> tables.row(object, clock.instant(), metadata(object, form));
                    case OBJECT -> tables.row(object, clock.instant(), object.json());
                    case NONE -> tables.row(object, clock.instant(), Json.Null.NULL);
                };
        };
    }

    /** A list as JSON up to its elements; see {@link #LIST_END}. */
    public byte[] listBegin(ResourceType type, Form form, JsonObject listMetadata) {
        var head = list(type, form, listMetadata, List.of()).toString();
        return head.substring(0, head.length() - LIST_END.length()).getBytes(StandardCharsets.UTF_8);
    }

    /** What ends a list as JSON. */
    public static final String LIST_END = "]}";

    /** A whole list. */
    public Json list(ResourceType type, Form form, JsonObject listMetadata, List<Json> elements) {
        return switch (form.as()) {
            case JSON, YAML -> items(type.kind() + "List", type.apiVersion(), listMetadata, elements);
            case METADATA ->
                items("PartialObjectMetadataList", "meta.k8s.io/" + form.version(), listMetadata, elements);
            case TABLE -> table(type, form, listMetadata, elements);
        };
    }

    /** Bytes of an answer. */
    public static byte[] bytes(Json value, Form form) {
        return form.as() == Form.As.YAML
                ? YamlText.print(value).getBytes(StandardCharsets.UTF_8)
                : JsonText.bytes(value);
    }

    private static Json items(String kind, String apiVersion, JsonObject listMetadata, List<Json> elements) {
        return JsonObject.builder()
                .put("kind", kind)
                .put("apiVersion", apiVersion)
                .put("metadata", listMetadata)
                .put("items", new JsonArray(new ArrayList<>(elements)))
                .build();
    }

    private Json table(ResourceType type, Form form, JsonObject listMetadata, List<Json> rows) {
        return JsonObject.builder()
                .put("kind", "Table")
                .put("apiVersion", "meta.k8s.io/" + form.version())
                .put("metadata", listMetadata)
                .put("columnDefinitions", tables.columns(type))
                .put("rows", new JsonArray(rows))
                .build();
    }

    private static JsonObject metadata(KubeObject object, Form form) {
        return JsonObject.builder()
                .put("kind", "PartialObjectMetadata")
                .put("apiVersion", "meta.k8s.io/" + form.version())
                .put("metadata", object.metadata())
                .build();
    }
}
