package io.kubia.controller.patch;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.schema.Field;
import io.kubia.controller.schema.ObjectSchema;
import io.kubia.controller.schema.ValueType.ListOf;
import io.kubia.controller.schema.ValueType.MapOf;
import io.kubia.controller.schema.ValueType.ObjectOf;
import io.kubia.controller.schema.ValueType.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the patches that lead from one object to another, as a client would. */
final class Differences {
    private Differences() {}

    static JsonObject merge(JsonObject from, JsonObject to) {
        var patch = JsonObject.builder();
        from.forEach((name, value) -> {
            if (!to.has(name)) {
                patch.put(name, Json.Null.NULL);
            }
        });
        to.forEach((name, value) -> {
            var before = from.get(name);
            if (before instanceof JsonObject left && value instanceof JsonObject right) {
                patch.put(name, merge(left, right));
            } else if (!value.equals(before)) {
                patch.put(name, value);
            }
        });
        return patch.build();
    }

    static JsonArray json(JsonObject from, JsonObject to) {
        var operations = new ArrayList<Json>();
        json(from, to, "", operations);
        return new JsonArray(operations);
    }

    private static void json(JsonObject from, JsonObject to, String path, List<Json> operations) {
        from.forEach((name, value) -> {
            var inner = path + "/" + escaped(name);
            operations.add(operation("test", inner).with("value", value));
            if (!to.has(name)) {
                operations.add(operation("remove", inner));
            }
        });
        to.forEach((name, value) -> {
            var inner = path + "/" + escaped(name);
            var before = from.get(name);
            if (before instanceof JsonObject left && value instanceof JsonObject right) {
                json(left, right, inner, operations);
            } else if (before instanceof JsonArray left && value instanceof JsonArray right) {
                json(left, right, inner, operations);
            } else if (!value.equals(before)) {
                operations.add(
                        operation(before == null ? "add" : "replace", inner).with("value", value));
            }
        });
    }

    private static void json(JsonArray from, JsonArray to, String path, List<Json> operations) {
        for (int i = from.size() - 1; i >= to.size(); i--) {
            operations.add(operation("remove", path + "/" + i));
        }
        for (int i = 0; i < to.size(); i++) {
            if (i >= from.size()) {
                operations.add(operation("add", path + "/-").with("value", to.get(i)));
            } else if (!to.get(i).equals(from.get(i))) {
                operations.add(operation("replace", path + "/" + i).with("value", to.get(i)));
            }
        }
    }

    private static JsonObject operation(String kind, String path) {
        return JsonObject.EMPTY.with("op", kind).with("path", path);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    static JsonObject strategic(ObjectSchema schema, JsonObject from, JsonObject to) {
        var patch = JsonObject.builder();
        from.forEach((name, value) -> {
            if (!to.has(name)) {
                patch.put(name, Json.Null.NULL);
            }
        });
        to.forEach((name, value) -> {
            var before = from.get(name);
            if (!value.equals(before)) {
                strategic(patch, Objects.requireNonNull(schema.field(name), name), before, value);
            }
        });
        return patch.build();
    }

    private static void strategic(JsonObject.Builder patch, Field field, @Nullable Json from, Json to) {
        if (from == null || from.equals(JsonArray.EMPTY)) {
            patch.put(field.name(), to);
            return;
        }
        switch (field.type()) {
            case ObjectOf(var schema) -> {
                var inner = strategic(schema, from.asObject(), to.asObject());
                patch.put(field.name(), field.merging().replaces() ? to : inner);
            }
            case ListOf(ObjectOf(var schema))
            when field.merging().merges() -> objects(patch, field, schema, from.asArray(), to.asArray());
            case ListOf ignored
            when field.merging().merges() -> values(patch, field.name(), from.asArray(), to.asArray());
            case MapOf ignored -> patch.put(field.name(), merge(from.asObject(), to.asObject()));
            case ListOf ignored -> patch.put(field.name(), to);
            case Scalar ignored -> patch.put(field.name(), to);
        }
    }

    private static void objects(
            JsonObject.Builder patch, Field field, ObjectSchema schema, JsonArray from, JsonArray to) {
        var key = field.merging().mergeKey();
        var order = new ArrayList<Json>();
        var elements = new ArrayList<Json>();
        for (var element : to.objects()) {
            var identity = Objects.requireNonNull(element.get(key));
            order.add(JsonObject.of(key, identity));
            var before = find(from, key, identity);
            if (before == null) {
                elements.add(element);
            } else if (!before.equals(element)) {
                var changed = strategic(schema, before, element).with(key, identity);
                elements.add(field.merging().retainsKeys() ? retaining(changed, element) : changed);
            }
        }
        for (var element : from.objects()) {
            var identity = Objects.requireNonNull(element.get(key));
            if (find(to, key, identity) == null) {
                elements.add(JsonObject.EMPTY.with("$patch", "delete").with(key, identity));
            }
        }
        patch.put("$setElementOrder/" + field.name(), new JsonArray(order));
        patch.put(field.name(), new JsonArray(elements));
    }

    private static JsonObject retaining(JsonObject changed, JsonObject element) {
        return changed.with("$retainKeys", JsonArray.ofTexts(element.names()));
    }

    private static void values(JsonObject.Builder patch, String name, JsonArray from, JsonArray to) {
        var gone = new ArrayList<>(from.values());
        gone.removeAll(to.values());
        var added = new ArrayList<>(to.values());
        added.removeAll(from.values());
        patch.put("$setElementOrder/" + name, to);
        if (!gone.isEmpty()) {
            patch.put("$deleteFromPrimitiveList/" + name, new JsonArray(gone));
        }
        if (!added.isEmpty()) {
            patch.put(name, new JsonArray(added));
        }
    }

    private static @Nullable JsonObject find(JsonArray list, String key, Json identity) {
        for (var element : list.objects()) {
            if (identity.equals(element.get(key))) {
                return element;
            }
        }
        return null;
    }
}
