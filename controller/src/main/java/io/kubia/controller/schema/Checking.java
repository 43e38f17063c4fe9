package io.kubia.controller.schema;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.schema.ValueType.ListOf;
import io.kubia.controller.schema.ValueType.MapOf;
import io.kubia.controller.schema.ValueType.ObjectOf;
import io.kubia.controller.schema.ValueType.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares an object with its schema.
 *
 * <p>An API server decodes JSON into Go's structures, and its words are those of Go's decoder: {@code json: cannot
 * unmarshal string into Go struct field StatefulSetSpec.spec.replicas of type int32}. The structure is the one that has
 * the field, the path is that of the fields without the places in lists.
 */
final class Checking {
    private final List<Problem> problems = new ArrayList<>();

    private Checking() {}

    static List<Problem> of(ObjectSchema schema, JsonObject object) {
        var checking = new Checking();
        checking.object(schema, object, "", "");
        return checking.problems;
    }

    /**
     * @param path with the places in lists
     * @param fields without them, as Go's decoder tells it
     */
    private void object(ObjectSchema schema, JsonObject object, String path, String fields) {
        object.forEach((name, value) -> {
            var inner = path.isEmpty() ? name : path + "." + name;
            var field = schema.field(name);
            if (field == null) {
                problems.add(new Problem(Problem.Kind.UNKNOWN_FIELD, inner, "unknown field \"" + inner + "\""));
            } else {
                var inGo = fields.isEmpty() ? name : fields + "." + name;
                value(field.type(), value, inner, new GoField(schema, inGo));
            }
        });
    }

    private void value(ValueType type, Json value, String path, GoField field) {
        if (value == Json.Null.NULL) {
            return;
        }
        switch (type) {
            case ObjectOf(var schema) -> {
                if (value instanceof JsonObject object) {
                    object(schema, object, path, field.path);
                } else {
                    mismatch(type, value, path, field);
                }
            }
            case ListOf(var element) -> {
                if (value instanceof JsonArray array) {
                    list(element, array, path, field);
                } else {
                    mismatch(type, value, path, field);
                }
            }
            case MapOf(var element) -> {
                if (value instanceof JsonObject object) {
                    object.forEach((name, each) -> value(element, each, path + "." + name, field));
                } else {
                    mismatch(type, value, path, field);
                }
            }
            case Scalar scalar -> scalar(scalar, value, path, field);
        }
    }

    private void list(ValueType element, JsonArray array, String path, GoField field) {
        for (int i = 0; i < array.size(); i++) {
            value(element, array.get(i), path + "[" + i + "]", field);
        }
    }

    private void scalar(Scalar scalar, Json value, String path, GoField field) {
        boolean fits = switch (scalar) {
            case STRING -> value instanceof Json.Text;
            case BOOL -> value instanceof Json.Bool;
            case INT32 -> value instanceof Json.Whole(var number) && number == (int) number;
            case INT64 -> value instanceof Json.Whole;
            case DOUBLE -> value instanceof Json.Whole || value instanceof Json.Decimal;
            case BYTES, QUANTITY, INT_OR_STRING, TIME, MICRO_TIME -> {
                ScalarText.problem(scalar, value).ifPresent(words -> wrong(path, words));
                yield true;
            }
            case RAW, FIELDS -> true;
        };
        if (!fits) {
            mismatch(scalar, value, path, field);
        }
    }

    private void mismatch(ValueType type, Json value, String path, GoField field) {
        wrong(
                path,
                "json: cannot unmarshal " + GoWords.value(value, type) + " into Go struct field "
                        + field.schema.simpleName() + "." + field.path + " of type " + GoWords.type(type));
    }

    private void wrong(String path, String message) {
        problems.add(new Problem(Problem.Kind.WRONG_VALUE, path, message));
    }

    /** The field that Go's decoder is at. */
    private record GoField(ObjectSchema schema, String path) {}
}
