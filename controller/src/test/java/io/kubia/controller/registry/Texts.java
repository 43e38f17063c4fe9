package io.kubia.controller.registry;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** Files of examples, and values in a form that can be compared line by line. */
final class Texts {
    private Texts() {}

    static String resource(String name) {
        try (var in = Texts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no such file: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the fields of all objects in the order of their names. */
    static Json sorted(Json json) {
        return switch (json) {
            case JsonObject object -> {
                var fields = new TreeMap<String, Json>();
                object.forEach((name, value) -> fields.put(name, sorted(value)));
                yield JsonObject.of(fields);
            }
            case JsonArray array ->
                new JsonArray(array.stream().map(Texts::sorted).toList());
            case Json.Text text -> text;
            case Json.Whole whole -> whole;
            case Json.Decimal decimal -> decimal;
            case Json.Bool bool -> bool;
            case Json.Null none -> none;
        };
    }
}
