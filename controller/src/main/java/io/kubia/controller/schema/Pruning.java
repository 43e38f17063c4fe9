package io.kubia.controller.schema;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.schema.ValueType.ListOf;
import io.kubia.controller.schema.ValueType.MapOf;
import io.kubia.controller.schema.ValueType.ObjectOf;
import io.kubia.controller.schema.ValueType.Scalar;
import java.util.ArrayList;

/**
 * Reads an object as Kubernetes does: fields that nobody knows are dropped, and those that are null; so are zero, false,
 * the empty string and empty lists and maps where they say no more than their absence. An empty object stays: {@code
 * emptyDir: {}} says much. In a list or a map null is the value that a program has where it has set none. What nothing was
 * dropped from is the same tree as before.
 */
final class Pruning {
    private static final Json NO_TEXT = Json.of("");
    private static final Json ZERO = Json.of(0);

    private Pruning() {}

    @SuppressWarnings("ReferenceEquality") // an unchanged object is passed on, not copied
    static JsonObject object(ObjectSchema schema, JsonObject object) {
        var pruned = JsonObject.builder();
        boolean[] changed = {false};
        object.forEach((name, value) -> {
            var field = schema.field(name);
            if (field == null || value == Json.Null.NULL) {
                changed[0] = true;
                return;
            }
            var kept = value(field.type(), value);
            if (!field.keepsZero() && isZero(field.type(), kept)) {
                changed[0] = true;
                return;
            }
            changed[0] |= kept != value;
            pruned.put(name, kept);
        });
        return changed[0] ? pruned.build() : object;
    }

    private static boolean isZero(ValueType type, Json value) {
        return switch (type) {
            case ListOf ignored -> value.equals(JsonArray.EMPTY);
            case MapOf ignored -> value.equals(JsonObject.EMPTY);
            case ObjectOf ignored -> false;
            case Scalar scalar ->
                switch (scalar) {
                    case STRING, BYTES -> value.equals(NO_TEXT);
                    case BOOL -> value == Json.Bool.FALSE;
                    case INT32, INT64, DOUBLE -> value.equals(ZERO);
                    case INT_OR_STRING, QUANTITY, TIME, MICRO_TIME, RAW, FIELDS -> false;
                };
        };
    }

    /** A value of a wrong type stays: telling of it is the check's work. */
    private static Json value(ValueType type, Json value) {
        return switch (type) {
            case Scalar ignored -> value;
            case ObjectOf(var schema) -> value instanceof JsonObject object ? object(schema, object) : value;
            case ListOf(var element) -> value instanceof JsonArray array ? list(element, array) : value;
            case MapOf(var element) -> value instanceof JsonObject object ? map(element, object) : value;
        };
    }

    @SuppressWarnings("ReferenceEquality") // an unchanged list is passed on, not copied
    private static Json list(ValueType element, JsonArray array) {
        var pruned = new ArrayList<Json>(array.size());
        boolean changed = false;
        for (var value : array) {
            var kept = value == Json.Null.NULL ? nothing(element) : value(element, value);
            changed |= kept != value;
            pruned.add(kept);
        }
        return changed ? new JsonArray(pruned) : array;
    }

    @SuppressWarnings("ReferenceEquality") // an unchanged map is passed on, not copied
    private static Json map(ValueType element, JsonObject object) {
        var pruned = JsonObject.builder();
        boolean[] changed = {false};
        object.forEach((name, value) -> {
            var kept = value == Json.Null.NULL ? nothing(element) : value(element, value);
            changed[0] |= kept != value;
            pruned.put(name, kept);
        });
        return changed[0] ? pruned.build() : object;
    }

    /** What null is where something must stand. */
    private static Json nothing(ValueType type) {
        return switch (type) {
            case ObjectOf ignored -> JsonObject.EMPTY;
            case MapOf ignored -> JsonObject.EMPTY;
            case ListOf ignored -> JsonArray.EMPTY;
            case Scalar scalar ->
                switch (scalar) {
                    case STRING, BYTES -> NO_TEXT;
                    case BOOL -> Json.of(false);
                    case INT32, INT64, DOUBLE, INT_OR_STRING -> ZERO;
                    case QUANTITY -> Json.of("0");
                    case TIME, MICRO_TIME, RAW, FIELDS -> Json.Null.NULL;
                };
        };
    }
}
