package io.kubia.controller.schema;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.schema.ValueType.ListOf;
import io.kubia.controller.schema.ValueType.MapOf;
import io.kubia.controller.schema.ValueType.ObjectOf;
import io.kubia.controller.schema.ValueType.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The schemas of a document: kinds, and all that they are made of, under Kubernetes' names. */
final class OpenApiSchemas {
    static final String REFERENCE = "#/components/schemas/";

    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final JsonObject TEXT = JsonObject.of("type", Json.of("string"));
    private static final String SEE = "What its fields mean: https://kubernetes.io/docs/reference/kubernetes-api/";

    private final Schemas schemas;
    private final Map<String, JsonObject> written = new TreeMap<>();

    OpenApiSchemas(Schemas schemas) {
        this.schemas = schemas;
    }

    /** Those of some kinds of one version, of what else is sent in that version, and of all their parts, by name. */
    JsonObject of(List<ResourceType> types) {
        for (var type : types) {
            add(schemas.of(type));
            addList(type);
        }
        var apiVersion = types.getFirst().apiVersion();
        for (var kind : schemas.kinds()) {
            if (kind.apiVersion().equals(apiVersion) || kind.name().startsWith("meta.v1.")) {
                add(kind);
            }
        }
        return JsonObject.of(written);
    }

    String name(ResourceType type) {
        return name(schemas.of(type));
    }

    /** {@code io.k8s.api.apps.v1.StatefulSet}. */
    private static String name(ObjectSchema schema) {
        return schema.name().startsWith("meta.v1.") ? META + schema.simpleName() : "io.k8s.api." + schema.name();
    }

    static JsonObject kind(String group, String version, String kind) {
        return JsonObject.EMPTY.with("group", group).with("kind", kind).with("version", version);
    }

    private void add(ObjectSchema schema) {
        var name = name(schema);
        if (written.containsKey(name)) {
            return;
        }
        written.put(name, JsonObject.EMPTY); // so that a type that holds itself comes to an end
        var properties = JsonObject.builder();
        var required = new ArrayList<String>();
        for (var field : schema.fields().values()) {
            properties.put(field.name(), property(field));
            if (field.required()) {
                required.add(field.name());
            }
        }
        var json = JsonObject.builder();
        if (schema.isKind()) {
            json.put("description", schema.simpleName() + " of " + schema.apiVersion() + ". " + SEE);
        }
        json.put("type", "object").put("properties", properties.build());
        if (!required.isEmpty()) {
            json.put("required", JsonArray.ofTexts(required));
        }
        if (schema.isAtomic()) {
            json.put("x-kubernetes-map-type", "atomic");
        }
        if (schema.isKind()) {
            json.put("x-kubernetes-group-version-kind", JsonArray.of(kind(schema)));
        }
        written.put(name, json.build());
    }

    private static JsonObject kind(ObjectSchema schema) {
        var apiVersion = schema.apiVersion();
        int slash = apiVersion.indexOf('/');
        return kind(
                slash < 0 ? "" : apiVersion.substring(0, slash), apiVersion.substring(slash + 1), schema.simpleName());
    }

    private void addList(ResourceType type) {
        var items = JsonObject.EMPTY.with("type", "array").with("items", reference(name(type)));
        var properties = JsonObject.EMPTY
                .with("apiVersion", TEXT)
                .with("kind", TEXT)
                .with("metadata", value(new ObjectOf(schemas.part("meta.v1.ListMeta"))))
                .with("items", items);
        written.put(
                name(type) + "List",
                JsonObject.EMPTY
                        .with("type", "object")
                        .with("properties", properties)
                        .with("required", JsonArray.of(Json.of("items")))
                        .with(
                                "x-kubernetes-group-version-kind",
                                JsonArray.of(kind(type.group(), type.version(), type.kind() + "List"))));
    }

    private JsonObject property(Field field) {
        var merging = field.merging();
        var property = value(field.type());
        if (field.type() instanceof ListOf) {
            property = property.with(
                    "x-kubernetes-list-type", merging.list().name().toLowerCase(Locale.ROOT));
            if (!merging.keys().isEmpty()) {
                property = property.with("x-kubernetes-list-map-keys", JsonArray.ofTexts(merging.keys()));
            }
        }
        var strategies = new ArrayList<String>();
        if (merging.merges()) {
            strategies.add("merge");
        }
        if (merging.retainsKeys()) {
            strategies.add("retainKeys");
        }
        if (merging.replaces()) {
            strategies.add("replace");
        }
        if (!strategies.isEmpty()) {
            property = property.with("x-kubernetes-patch-strategy", String.join(",", strategies));
        }
        return merging.mergeKey().isEmpty()
                ? property
                : property.with("x-kubernetes-patch-merge-key", merging.mergeKey());
    }

    private JsonObject value(ValueType type) {
        return switch (type) {
            case ListOf(var element) -> JsonObject.EMPTY.with("type", "array").with("items", value(element));
            case MapOf(var element) ->
                JsonObject.EMPTY.with("type", "object").with("additionalProperties", value(element));
            case ObjectOf(var schema) -> {
                add(schema);
                yield reference(name(schema));
            }
            case Scalar scalar -> scalar(scalar);
        };
    }

    private JsonObject scalar(Scalar scalar) {
        return switch (scalar) {
            case STRING -> TEXT;
            case BOOL -> JsonObject.of("type", Json.of("boolean"));
            case INT32 -> JsonObject.EMPTY.with("type", "integer").with("format", "int32");
            case INT64 -> JsonObject.EMPTY.with("type", "integer").with("format", "int64");
            case DOUBLE -> JsonObject.EMPTY.with("type", "number").with("format", "double");
            case BYTES -> TEXT.with("format", "byte");
            case QUANTITY -> named("io.k8s.apimachinery.pkg.api.resource.Quantity", either("string", "number"));
            case INT_OR_STRING ->
                named(
                        "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
                        either("integer", "string").with("format", "int-or-string"));
            case TIME -> named(META + "Time", TEXT.with("format", "date-time"));
            case MICRO_TIME -> named(META + "MicroTime", TEXT.with("format", "date-time"));
            case RAW -> named("io.k8s.apimachinery.pkg.runtime.RawExtension", JsonObject.of("type", Json.of("object")));
            case FIELDS -> named(META + "FieldsV1", JsonObject.of("type", Json.of("object")));
        };
    }

    private JsonObject named(String name, JsonObject schema) {
        written.putIfAbsent(name, schema);
        return reference(name);
    }

    private static JsonObject either(String one, String other) {
        return JsonObject.of(
                "oneOf", JsonArray.of(JsonObject.of("type", Json.of(one)), JsonObject.of("type", Json.of(other))));
    }

    /** In allOf, as Kubernetes has it: what stands beside a bare reference would not count. */
    private static JsonObject reference(String name) {
        return JsonObject.of("allOf", JsonArray.of(JsonObject.of("$ref", Json.of(REFERENCE + name))));
    }
}
