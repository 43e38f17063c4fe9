package io.kubia.controller.registry.kind;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.Quantity;
import java.util.ArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Gives an object what it lacks. What is there stays, and an object that lacks nothing is not even copied. As in
 * Kubernetes, null and an empty string are the same as nothing.
 */
final class Completion {
    private JsonObject json;

    private Completion(JsonObject json) {
        this.json = json;
    }

    static Completion of(JsonObject json) {
        return new Completion(json);
    }

    static boolean lacks(JsonObject json, String field) {
        return switch (json.get(field)) {
            case null -> true;
            case Json.Null ignored -> true;
            case Json.Text(var text) -> text.isEmpty();
            case JsonObject ignored -> false;
            case JsonArray ignored -> false;
            case Json.Whole ignored -> false;
            case Json.Decimal ignored -> false;
            case Json.Bool ignored -> false;
        };
    }

    Completion put(String field, Json value) {
        if (lacks(json, field)) {
            json = json.with(field, value);
        }
        return this;
    }

    Completion put(String field, String value) {
        return put(field, Json.of(value));
    }

    Completion put(String field, long value) {
        return put(field, Json.of(value));
    }

    Completion put(String field, boolean value) {
        return put(field, Json.of(value));
    }

    /** For a field whose zero means nothing too. */
    Completion putForZero(String field, long value) {
        if (lacks(json, field) || json.number(field, -1) == 0) {
            json = json.with(field, Json.of(value));
        }
        return this;
    }

    /** Only when something holds. */
    Completion when(boolean condition, UnaryOperator<Completion> more) {
        return condition ? more.apply(this) : this;
    }

    /** Completes an object in a field, if there is one. */
    Completion inside(String field, UnaryOperator<JsonObject> completion) {
        if (json.get(field) instanceof JsonObject inner) {
            json = json.with(field, completion.apply(inner));
        }
        return this;
    }

    /** Completes each object of an array in a field. */
    Completion each(String field, UnaryOperator<JsonObject> completion) {
        if (json.get(field) instanceof JsonArray array) {
            json = json.with(field, mapped(array, completion));
        }
        return this;
    }

    /** Writes the amounts in a map as Kubernetes does: as strings, with the largest suffix. */
    Completion amounts(String field) {
        return inside(field, amounts -> {
            var canonical = amounts;
            for (var name : amounts.names()) {
                var value = amounts.get(name);
                var text = Quantity.of(value).map(Quantity::toString).orElse(null);
                if (text != null && !(value instanceof Json.Text(var known) && known.equals(text))) {
                    canonical = canonical.with(name, text);
                }
            }
            return canonical;
        });
    }

    JsonObject done() {
        return json;
    }

    @SuppressWarnings("ReferenceEquality") // only saves a copy
    private static JsonArray mapped(JsonArray array, UnaryOperator<JsonObject> completion) {
        @Nullable ArrayList<Json> changed = null;
        for (int i = 0; i < array.size(); i++) {
            var value = array.get(i);
            if (value instanceof JsonObject object) {
                var complete = completion.apply(object);
                if (complete != object && changed == null) {
                    changed = new ArrayList<>(array.values());
                }
                if (changed != null) {
                    changed.set(i, complete);
                }
            }
        }
        return changed == null ? array : new JsonArray(changed);
    }
}
