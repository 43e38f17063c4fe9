package io.kubia.controller.registry.field;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.Quantity;
import java.util.List;
import java.util.Objects;

/** What is asked of fields of many kinds. */
public final class Checks {
    private static final int MAX_PORT = 65_535;
    private static final String NOT_NEGATIVE = "must be greater than or equal to 0";
    private static final String NO_QUANTITY =
            "quantities must match the regular expression" + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    private Checks() {}

    /** A number in a field is not negative, if there is one. */
    public static void notNegative(JsonObject object, String field, Path path, Problems problems) {
        long value = object.number(field, 0);
        if (value < 0) {
            problems.invalid(path.field(field), value, NOT_NEGATIVE);
        }
    }

    /** A text in a field is one of a few. */
    public static void oneOf(JsonObject object, String field, List<String> supported, Path path, Problems problems) {
        var value = object.text(field, "");
        if (value.isEmpty()) {
            problems.required(path.field(field));
        } else if (!supported.contains(value)) {
            problems.unsupported(path.field(field), value, supported);
        }
    }

    /** A text in a field is one of a few, if there is one. */
    public static void noneOrOneOf(
            JsonObject object, String field, List<String> supported, Path path, Problems problems) {
        if (!object.text(field, "").isEmpty()) {
            oneOf(object, field, supported, path, problems);
        }
    }

    /** There is a text in a field. */
    public static boolean present(JsonObject object, String field, Path path, Problems problems) {
        boolean isThere = !object.text(field, "").isEmpty();
        if (!isThere) {
            problems.required(path.field(field));
        }
        return isThere;
    }

    public static void port(long port, Path path, Problems problems) {
        if (port < 1 || port > MAX_PORT) {
            problems.invalid(path, port, "must be between 1 and 65535, inclusive");
        }
    }

    /** A port in a field is told by its number or by its name. */
    public static void portOrName(JsonObject object, String field, Path path, Problems problems) {
        if (object.get(field) instanceof Json.Text(var name)) {
            problems.invalid(path.field(field), name, Names.port(name));
        } else {
            port(object.number(field, 0), path.field(field), problems);
        }
    }

    /** Amounts can be read and are not negative. */
    public static void amounts(JsonObject amounts, Path path, Problems problems) {
        amounts.forEach((name, value) -> {
            var quantity = Quantity.of(value);
            if (quantity.isEmpty()) {
                problems.invalid(path.key(name), value, NO_QUANTITY);
            } else if (quantity.get().isNegative()) {
                problems.invalid(path.key(name), value, NOT_NEGATIVE);
            }
        });
    }

    /** An amount can be read and is more than nothing. */
    public static void positiveAmount(Json value, Path path, Problems problems) {
        var quantity = Quantity.of(value);
        if (quantity.isEmpty()) {
            problems.invalid(path, value, NO_QUANTITY);
        } else if (quantity.get().isNegative() || quantity.get().isZero()) {
            problems.invalid(path, value, "must be greater than zero");
        }
    }

    /** Whether two objects are the same in all but some fields. */
    public static boolean sameBut(List<String> fields, JsonObject one, JsonObject other) {
        for (var name : one.names()) {
            if (!fields.contains(name) && !Objects.equals(one.get(name), other.get(name))) {
                return false;
            }
        }
        for (var name : other.names()) {
            if (!fields.contains(name) && !one.has(name)) {
                return false;
            }
        }
        return true;
    }

    /** Labels of a selector and what is asked of others. */
    public static void selector(JsonObject selector, Path path, Problems problems) {
        MetadataChecks.labels(selector.object("matchLabels"), path.field("matchLabels"), problems);
        int index = 0;
        for (var expression : selector.array("matchExpressions").objects()) {
            expression(expression, path.field("matchExpressions").at(index++), problems);
        }
    }

    private static void expression(JsonObject expression, Path path, Problems problems) {
        var values = expression.array("values").texts();
        var operator = expression.text("operator", "");
        switch (operator) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    problems.required(path.field("values"), "must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    problems.forbidden(
                            path.field("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            default -> problems.invalid(path.field("operator"), operator, "not a valid selector operator");
        }
        var key = expression.text("key", "");
        problems.invalid(path.field("key"), key, Names.qualified(key));
        for (int i = 0; i < values.size(); i++) {
            problems.invalid(path.field("values").at(i), values.get(i), Names.labelValue(values.get(i)));
        }
    }
}
