package io.kubia.controller.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An object of JSON: fields in the order in which they were written.
 *
 * <p>Implementation note. Objects of Kubernetes have a handful of fields, and there are very many of them: two arrays take
 * a fifth of the memory of a hash map, and looking a name up among ten is as fast. Names are hashed from {@link #MANY}
 * fields on, by an index made when it is first needed; two threads may both make it, and it does not matter whose stays.
 */
public final class JsonObject implements Json {
    /** The one without fields. */
    public static final JsonObject EMPTY = new JsonObject(new String[0], new Json[0]);

    private static final int MANY = 16;

    private final String[] names;
    private final Json[] values;
    private volatile @Nullable Map<String, Integer> index;

    private JsonObject(String[] names, Json[] values) {
        this.names = names;
        this.values = values;
    }

    /** One with a single field. */
    public static JsonObject of(String name, Json value) {
        return new JsonObject(new String[] {name}, new Json[] {value});
    }

    /** One with the fields of a map, in its order. */
    public static JsonObject of(Map<String, ? extends Json> fields) {
        var builder = builder();
        fields.forEach(builder::put);
        return builder.build();
    }

    /** One with strings as its values: labels, annotations, data. */
    public static JsonObject ofTexts(Map<String, String> fields) {
        var builder = builder();
        fields.forEach(builder::put);
        return builder.build();
    }

    public static Builder builder() {
        return new Builder();
    }

    public int size() {
        return names.length;
    }

    public boolean isEmpty() {
        return names.length == 0;
    }

    /** The names of the fields, in their order. */
    public List<String> names() {
        return List.of(names);
    }

    public boolean has(String name) {
        return indexOf(name) >= 0;
    }

    /** The value of a field; null when there is none. */
    public @Nullable Json get(String name) {
        int at = indexOf(name);
        return at < 0 ? null : values[at];
    }

    /** The value at the end of a path of fields; null when there is none. */
    public @Nullable Json at(String... path) {
        Json value = this;
        for (var name : path) {
            value = value instanceof JsonObject object ? object.get(name) : null;
            if (value == null) {
                return null;
            }
        }
        return value;
    }

    /** The object in a field; an empty one when there is none. */
    public JsonObject object(String name) {
        var value = get(name);
        return value == null ? EMPTY : value.asObject();
    }

    /** The array in a field; an empty one when there is none. */
    public JsonArray array(String name) {
        var value = get(name);
        return value == null ? JsonArray.EMPTY : value.asArray();
    }

    /** The string in a field; null when there is none. */
    public @Nullable String text(String name) {
        var value = get(name);
        return value == null ? null : value.asText();
    }

    /** The string in a field, or another one when there is none. */
    public String text(String name, String otherwise) {
        var text = text(name);
        return text == null ? otherwise : text;
    }

    /** The whole number in a field. */
    public OptionalLong number(String name) {
        return get(name) instanceof Whole(var value) ? OptionalLong.of(value) : OptionalLong.empty();
    }

    /** The whole number in a field, or another one when there is none. */
    public long number(String name, long otherwise) {
        return get(name) instanceof Whole(var value) ? value : otherwise;
    }

    /** Whether a field is true. */
    public boolean isTrue(String name) {
        return get(name) == Bool.TRUE;
    }

    /** The fields whose values are strings. */
    public Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        forEach((name, value) -> {
            if (value instanceof Text(var text)) {
                texts.put(name, text);
            }
        });
        return texts;
    }

    /** This with a field set, in its place when there is one already; null removes it. */
    @SuppressWarnings("ReferenceEquality") // only saves a copy
    public JsonObject with(String name, @Nullable Json value) {
        int at = indexOf(name);
        if (value == null) {
            return at < 0 ? this : withoutIndex(at);
        }
        if (at >= 0) {
            if (values[at] == value) {
                return this;
            }
            var changed = values.clone();
            changed[at] = value;
            return new JsonObject(names, changed);
        }
        var longerNames = Arrays.copyOf(names, names.length + 1);
        var longerValues = Arrays.copyOf(values, values.length + 1);
        longerNames[names.length] = name;
        longerValues[values.length] = value;
        return new JsonObject(longerNames, longerValues);
    }

    public JsonObject with(String name, String value) {
        return with(name, Json.of(value));
    }

    public JsonObject with(String name, long value) {
        return with(name, Json.of(value));
    }

    public JsonObject with(String name, boolean value) {
        return with(name, Json.of(value));
    }

    /** This with the object in a field changed, which is empty before when there is none. */
    public JsonObject withChanged(String name, UnaryOperator<JsonObject> change) {
        return with(name, change.apply(object(name)));
    }

    /** This without a field. */
    public JsonObject without(String name) {
        return with(name, (Json) null);
    }

    /** Calls for each field, in their order. */
    public void forEach(BiConsumer<String, Json> action) {
        for (int i = 0; i < names.length; i++) {
            action.accept(names[i], values[i]);
        }
    }

    private JsonObject withoutIndex(int at) {
        var builder = new Builder();
        for (int i = 0; i < names.length; i++) {
            if (i != at) {
                builder.append(names[i], values[i]);
            }
        }
        return builder.build();
    }

    private int indexOf(String name) {
        if (names.length >= MANY) {
            return hashed().getOrDefault(name, -1);
        }
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private Map<String, Integer> hashed() {
        var known = index;
        if (known == null) {
            known = HashMap.newHashMap(names.length);
            for (int i = 0; i < names.length; i++) {
                known.put(names[i], i);
            }
            index = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof JsonObject that) || that.names.length != names.length) {
            return false;
        }
        for (int i = 0; i < names.length; i++) {
            if (!values[i].equals(that.get(names[i]))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (int i = 0; i < names.length; i++) {
            hash += names[i].hashCode() ^ values[i].hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        return JsonText.print(this);
    }

    /** Puts an object together. A name that is put again keeps its place and takes the new value. */
    public static final class Builder {
        private final List<String> names = new ArrayList<>();
        private final List<Json> values = new ArrayList<>();
        private @Nullable Map<String, Integer> index;

        private Builder() {}

        public Builder put(String name, Json value) {
            int at = indexOf(name);
            if (at >= 0) {
                values.set(at, value);
                return this;
            }
            return append(name, value);
        }

        public Builder put(String name, String value) {
            return put(name, Json.of(value));
        }

        public Builder put(String name, long value) {
            return put(name, Json.of(value));
        }

        public Builder put(String name, boolean value) {
            return put(name, Json.of(value));
        }

        /** Leaves the field out when there is no value. */
        public Builder putIfPresent(String name, @Nullable Json value) {
            return value == null ? this : put(name, value);
        }

        /** Leaves the field out when there is no value. */
        public Builder putIfPresent(String name, @Nullable String value) {
            return value == null ? this : put(name, Json.of(value));
        }

        public boolean has(String name) {
            return indexOf(name) >= 0;
        }

        public JsonObject build() {
            return names.isEmpty() ? EMPTY : new JsonObject(names.toArray(new String[0]), values.toArray(new Json[0]));
        }

        private Builder append(String name, Json value) {
            if (index != null) {
                index.put(name, names.size());
            }
            names.add(name);
            values.add(value);
            return this;
        }

        private int indexOf(String name) {
            if (names.size() < MANY) {
                return names.indexOf(name);
            }
            if (index == null) {
                index = new HashMap<>();
                for (int i = 0; i < names.size(); i++) {
                    index.put(names.get(i), i);
                }
            }
            return index.getOrDefault(name, -1);
        }
    }
}
