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
    private static final String META = "meta.v1.";

    private final Map<String, ObjectSchema> all;
    private final String digest;
    private final Map<String, ObjectSchema> kinds = new HashMap<>();

    Schemas(SchemaText text) {
        this.all = text.schemas();
        this.digest = text.digest();
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

    /**
     * What a kind looks like, be it kept in the store or only sent: Scale, Eviction, DeleteOptions and so on. Those that
     * belong to no group, as DeleteOptions, are known by every version: clients send them in that of what they delete.
     */
    public Optional<ObjectSchema> ofKind(@Nullable String apiVersion, @Nullable String kind) {
        var known = kinds.get(apiVersion + "/" + kind);
        if (known == null && all.containsKey(META + kind)) {
            known = kinds.get("v1/" + kind);
        }
        return Optional.ofNullable(known);
    }

    /** All that can be sent by themselves, in no particular order. */
    public Collection<ObjectSchema> kinds() {
        return kinds.values();
    }

    /** An object that is part of others, by its name. */
    ObjectSchema part(String name) {
        var schema = all.get(name);
        if (schema == null) {
            throw new IllegalArgumentException("name: " + name + " (expected: one that schemas.txt has)");
        }
        return schema;
    }

    /** Some digits that are others when {@code schemas.txt} is another. */
    String digest() {
        return digest;
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
        static final Schemas INSTANCE = new Schemas(SchemaText.ofResource());
    }
}
