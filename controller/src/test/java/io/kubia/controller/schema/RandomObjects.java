package io.kubia.controller.schema;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.Timestamps;
import io.kubia.controller.schema.ValueType.ListOf;
import io.kubia.controller.schema.ValueType.MapOf;
import io.kubia.controller.schema.ValueType.ObjectOf;
import io.kubia.controller.schema.ValueType.Scalar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Objects with random values in random fields of theirs. They are as Kubernetes would print them: nothing that says no more
 * than its absence, no two elements with one merge key. They do not say of which kind they are.
 */
public final class RandomObjects {
    private static final List<String> WORDS = List.of("a", "b", "kubia", "x/y", "grüße", "80", "true", "~1", " ");

    private final RandomGenerator random;

    public RandomObjects(RandomGenerator random) {
        this.random = random;
    }

    /** One with a few of its fields. */
    public JsonObject object(ObjectSchema schema) {
        return object(schema, 0);
    }

    /** Another one: mostly like one that is there, with some values changed, some gone and some new. */
    public JsonObject mutated(ObjectSchema schema, JsonObject object) {
        var mutated = JsonObject.builder();
        for (var field : schema.fields().values()) {
            var value = object.get(field.name());
            if (value == null) {
                if (field.number() != 0 && random.nextInt(30) == 0) {
                    mutated.put(field.name(), value(field, 2));
                }
            } else if (random.nextInt(8) > 0) {
                mutated.put(field.name(), mutated(field, value));
            }
        }
        return mutated.build();
    }

    private Json mutated(Field field, Json value) {
        return switch (field.type()) {
            case ObjectOf(var schema) -> mutated(schema, value.asObject());
            case ListOf(ObjectOf(var schema))
            when field.merging().merges() -> mutatedList(field, schema, value.asArray());
            case ListOf ignored -> random.nextInt(3) == 0 ? value(field, 2) : value;
            case MapOf ignored -> random.nextInt(3) == 0 ? value(field, 2) : value;
            case Scalar ignored -> random.nextInt(3) == 0 ? value(field, 2) : value;
        };
    }

    private Json mutatedList(Field field, ObjectSchema schema, JsonArray list) {
        var elements = new ArrayList<Json>();
        for (var element : list.objects()) {
            if (random.nextInt(4) > 0) {
                var key = field.merging().mergeKey();
                elements.add(mutated(schema, element).with(key, element.get(key)));
            }
        }
        for (var element : value(field, 2).asArray()) {
            elements.add(random.nextInt(elements.size() + 1), element);
        }
        if (elements.size() > 1 && random.nextBoolean()) {
            elements.add(elements.removeFirst());
        }
        return unique(field, elements);
    }

    private JsonObject object(ObjectSchema schema, int depth) {
        var object = JsonObject.builder();
        int rarity = Math.max(2, schema.fields().size() / (depth < 4 ? 6 : 2));
        for (var field : schema.fields().values()) {
            if (field.number() != 0 && depth < 9 && random.nextInt(rarity) == 0) {
                object.put(field.name(), value(field, depth));
            }
        }
        return object.build();
    }

    private Json value(Field field, int depth) {
        return switch (field.type()) {
            case ListOf(var element) -> {
                var elements = new ArrayList<Json>();
                for (int i = random.nextInt(1, 4); i > 0; i--) {
                    elements.add(keyed(field, value(element, depth + 1)));
                }
                yield unique(field, elements);
            }
            case MapOf map -> value(map, depth);
            case ObjectOf object -> value(object, depth);
            case Scalar scalar -> scalar(scalar);
        };
    }

    private Json value(ValueType type, int depth) {
        return switch (type) {
            case ObjectOf(var schema) -> object(schema, depth + 1);
            case ListOf(var element) -> JsonArray.of(value(element, depth), value(element, depth));
            case MapOf(var element) -> {
                var map = JsonObject.builder();
                for (int i = random.nextInt(1, 4); i > 0; i--) {
                    map.put(text(), value(element, depth + 1));
                }
                yield map.build();
            }
            case Scalar scalar -> scalar(scalar);
        };
    }

    private Json keyed(Field field, Json element) {
        var key = field.merging().mergeKey();
        if (key.isEmpty() || !(field.type() instanceof ListOf(ObjectOf(var schema)))) {
            return element;
        }
        var type = Objects.requireNonNull(schema.field(key)).type();
        return element.asObject().with(key, type == Scalar.INT32 ? Json.of(random.nextInt(1, 9)) : Json.of(text()));
    }

    private static JsonArray unique(Field field, List<Json> elements) {
        var key = field.merging().mergeKey();
        var seen = new HashSet<Json>();
        var unique = new ArrayList<Json>();
        for (var element : elements) {
            var value = element.asObject().get(key);
            if (seen.add(value == null ? element : value)) {
                unique.add(element);
            }
        }
        return new JsonArray(unique);
    }

    private Json scalar(Scalar scalar) {
        return switch (scalar) {
            case STRING -> Json.of(text());
            case BOOL -> Json.of(true);
            case INT32 -> Json.of(random.nextBoolean() ? random.nextInt(1, 99) : -random.nextInt(1, Integer.MAX_VALUE));
            case INT64 -> Json.of(random.nextBoolean() ? random.nextInt(1, 99) : -random.nextLong(1, Long.MAX_VALUE));
            case DOUBLE -> Json.of(random.nextInt(1, 99));
            case BYTES -> Json.of(Base64.getEncoder().encodeToString(bytes()));
            case QUANTITY -> Json.of(random.nextInt(1, 99) + "Mi");
            case INT_OR_STRING -> random.nextBoolean() ? Json.of(random.nextInt(1, 99)) : Json.of(text());
            case TIME -> Json.of(Timestamps.print(Instant.ofEpochSecond(random.nextLong(1, 4_000_000_000L))));
            case MICRO_TIME ->
                Json.of(Timestamps.printMicros(
                        Instant.ofEpochSecond(random.nextLong(1, 4_000_000_000L), random.nextInt(1_000_000) * 1000L)));
            case RAW, FIELDS -> JsonObject.of(text(), JsonArray.of(Json.of(random.nextInt()), Json.Null.NULL));
        };
    }

    private byte[] bytes() {
        var bytes = new byte[random.nextInt(1, 20)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text() {
        return WORDS.get(random.nextInt(WORDS.size())) + random.nextInt(4);
    }
}
