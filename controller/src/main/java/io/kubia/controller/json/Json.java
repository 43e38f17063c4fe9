package io.kubia.controller.json;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One value of JSON. Immutable; two are equal when they say the same, in whatever order their fields stand. */
public sealed interface Json permits JsonObject, JsonArray, Json.Text, Json.Whole, Json.Decimal, Json.Bool, Json.Null {
    /** A string. */
    record Text(String value) implements Json {
        @Override
        public String toString() {
            return JsonText.print(this);
        }
    }

    /** A number without a fraction that fits 64 bits; nearly every number in Kubernetes is one. */
    record Whole(long value) implements Json {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** Any other number. */
    record Decimal(BigDecimal value) implements Json {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    /** true or false. */
    enum Bool implements Json {
        TRUE,
        FALSE;

        @Override
        public String toString() {
            return this == TRUE ? "true" : "false";
        }
    }

    /** null, which is something else than nothing: a merge patch removes a field by it. */
    enum Null implements Json {
        NULL;

        @Override
        public String toString() {
            return "null";
        }
    }

    /** A string as JSON. */
    static Json of(String value) {
        return new Text(value);
    }

    /** A number as JSON. */
    static Json of(long value) {
        return new Whole(value);
    }

    /** A truth as JSON. */
    static Json of(boolean value) {
        return value ? Bool.TRUE : Bool.FALSE;
    }

    /** The characters of a string; null for anything else. */
    default @Nullable String asText() {
        return this instanceof Text(var value) ? value : null;
    }

    /** An object as it is; an empty one for anything else, so that a missing field reads like an empty one. */
    default JsonObject asObject() {
        return this instanceof JsonObject object ? object : JsonObject.EMPTY;
    }

    /** An array as it is; an empty one for anything else. */
    default JsonArray asArray() {
        return this instanceof JsonArray array ? array : JsonArray.EMPTY;
    }

    /** What it is, in the words of Kubernetes' messages: object, array, string, number, boolean or null. */
    default String kindOfValue() {
        return switch (this) {
            case JsonObject ignored -> "object";
            case JsonArray ignored -> "array";
            case Text ignored -> "string";
            case Whole ignored -> "number";
            case Decimal ignored -> "number";
            case Bool ignored -> "boolean";
            case Null ignored -> "null";
        };
    }
}
