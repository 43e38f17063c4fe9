package io.kubia.controller.schema;

/** What the value of a field may be. */
public sealed interface ValueType {
    /** A single value, or JSON that nobody looks into. The names are those in {@code schemas.txt}. */
    enum Scalar implements ValueType {
        STRING("string"),
        BOOL("bool"),
        INT32("int32"),
        INT64("int64"),
        DOUBLE("double"),
        /** Base64 in JSON. */
        BYTES("bytes"),
        /** {@code 100Mi}. */
        QUANTITY("quantity"),
        INT_OR_STRING("intOrString"),
        /** To the second. */
        TIME("time"),
        /** To the microsecond. */
        MICRO_TIME("microTime"),
        /** Any JSON: what a ControllerRevision keeps. */
        RAW("raw"),
        /** Any JSON: which fields somebody manages. */
        FIELDS("fields");

        private final String word;

        Scalar(String word) {
            this.word = word;
        }

        /** Its name in {@code schemas.txt}. */
        String word() {
            return word;
        }
    }

    /** A list. */
    record ListOf(ValueType element) implements ValueType {}

    /** Names of any kind, with a value each. */
    record MapOf(ValueType value) implements ValueType {}

    /** An object with known fields. */
    record ObjectOf(ObjectSchema schema) implements ValueType {}
}
