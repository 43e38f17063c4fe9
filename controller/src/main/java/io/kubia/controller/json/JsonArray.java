package io.kubia.controller.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** An array of JSON values. */
public record JsonArray(List<Json> values) implements Json, Iterable<Json> {
    /** The one without values. */
    public static final JsonArray EMPTY = new JsonArray(List.of());

    public JsonArray {
        values = List.copyOf(values);
    }

    /** One of these values. */
    public static JsonArray of(Json... values) {
        return new JsonArray(List.of(values));
    }

    /** One of these strings. */
    public static JsonArray ofTexts(Collection<String> values) {
        return new JsonArray(values.stream().map(Json::of).toList());
    }

    public int size() {
        return values.size();
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    public Json get(int index) {
        return values.get(index);
    }

    /** The objects among the values, in their order. */
    public List<JsonObject> objects() {
        var objects = new ArrayList<JsonObject>(values.size());
        for (var value : values) {
            if (value instanceof JsonObject object) {
                objects.add(object);
            }
        }
        return objects;
    }

    /** The strings among the values, in their order. */
    public List<String> texts() {
        var texts = new ArrayList<String>(values.size());
        for (var value : values) {
            if (value instanceof Text(var text)) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** This with one more value at its end. */
    public JsonArray with(Json value) {
        var longer = new ArrayList<Json>(values.size() + 1);
        longer.addAll(values);
        longer.add(value);
        return new JsonArray(longer);
    }

    public Stream<Json> stream() {
        return values.stream();
    }

    @Override
    public Iterator<Json> iterator() {
        return values.iterator();
    }

    @Override
    public String toString() {
        return JsonText.print(this);
    }
}
