package io.kubia.controller.schema;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ResourceType;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The schemas of all kinds that can be sent to the API. There is one instance, read when it is first asked for. */
public final class Schemas {
    private final Map<String, ObjectSchema> all;
    private final Map<String, ObjectSchema> kinds = new HashMap<>();

    Schemas(Map<String, ObjectSchema> all) {
        this.all = all;
        for (var schema : all.values()) {
            if (schema.isKind()) {
                kinds.put(schema.apiVersion() + "/" + schema.simpleName(), schema);
            }
        }
    }

    /** The one instance. */
    public static Schemas instance() {
        return Holder.INSTANCE;
    }

    /** What a kind of the store looks like. Each of them has a schema. */
    public ObjectSchema of(ResourceType type) {
        var schema = kinds.get(type.apiVersion() + "/" + type.kind());
        if (schema == null) {
            throw new IllegalArgumentException("type: " + type + " (expected: one that schemas.txt has)");
        }
        return schema;
    }

    /** What a kind looks like, be it kept in the store or only sent: Scale, Eviction, DeleteOptions and so on. */
    public Optional<ObjectSchema> ofKind(@Nullable String apiVersion, @Nullable String kind) {
        return Optional.ofNullable(kinds.get(apiVersion + "/" + kind));
    }

    /** Every object there is, the kinds and their parts, by name. */
    Collection<ObjectSchema> all() {
        return all.values();
    }

    /** What is wrong with the form of an object, in the order in which it stands there. */
    public List<Problem> check(ResourceType type, JsonObject object) {
        return check(of(type), object);
    }

    /** What is wrong with the form of an object, in the order in which it stands there. */
    public static List<Problem> check(ObjectSchema schema, JsonObject object) {
        return Checking.of(schema, object);
    }

    /** The object as Kubernetes would read it: without the fields that nobody knows, and those that are null. */
    public JsonObject prune(ResourceType type, JsonObject object) {
        return prune(of(type), object);
    }

    /** The object as Kubernetes would read it: without the fields that nobody knows, and those that are null. */
    public static JsonObject prune(ObjectSchema schema, JsonObject object) {
        return Pruning.object(schema, object);
    }

    /** Made by the first who asks, as the language guarantees. */
    private static final class Holder {
        static final Schemas INSTANCE = new Schemas(SchemaText.ofResource().schemas());
    }
}
