package io.kubia.controller.schema;

import io.kubia.controller.json.Json;
import io.kubia.controller.schema.ValueType.ListOf;
import io.kubia.controller.schema.ValueType.MapOf;
import io.kubia.controller.schema.ValueType.ObjectOf;
import io.kubia.controller.schema.ValueType.Scalar;

/** What Go's decoder calls values and types in its messages, which clients of Kubernetes know. */
final class GoWords {
    private GoWords() {}

    static String value(Json value, ValueType expected) {
        return switch (value) {
            case Json.Bool ignored -> "bool";
            case Json.Whole(var number) -> isNumber(expected) ? "number " + number : "number";
            case Json.Decimal(var number) -> isNumber(expected) ? "number " + number : "number";
            case Json.Text ignored -> "string";
            default -> value.kindOfValue();
        };
    }

    static String type(ValueType type) {
        return switch (type) {
            case ListOf(var element) -> "[]" + type(element);
            case MapOf(var element) -> "map[string]" + type(element);
            case ObjectOf(var schema) -> "v1." + schema.simpleName();
            case Scalar scalar ->
                switch (scalar) {
                    case STRING -> "string";
                    case BOOL -> "bool";
                    case INT32 -> "int32";
                    case INT64 -> "int64";
                    case DOUBLE -> "float64";
                    case BYTES -> "[]uint8";
                    case QUANTITY -> "resource.Quantity";
                    case INT_OR_STRING -> "intstr.IntOrString";
                    case TIME -> "v1.Time";
                    case MICRO_TIME -> "v1.MicroTime";
                    case RAW -> "runtime.RawExtension";
                    case FIELDS -> "v1.FieldsV1";
                };
        };
    }

    private static boolean isNumber(ValueType type) {
        return type instanceof Scalar scalar
                && switch (scalar) {
                    case INT32, INT64, DOUBLE -> true;
                    case STRING, BOOL, BYTES, QUANTITY, INT_OR_STRING, TIME, MICRO_TIME, RAW, FIELDS -> false;
                };
    }
}
