package io.kubia.controller.patch;

import io.kubia.controller.schema.Merging;
import io.kubia.controller.schema.ObjectSchema;
import io.kubia.controller.schema.ValueType;
import io.kubia.controller.schema.ValueType.ListOf;
import io.kubia.controller.schema.ValueType.MapOf;
import io.kubia.controller.schema.ValueType.ObjectOf;
import org.jspecify.annotations.Nullable;

/**
 * Where in an object a merge is, and what the schema says of it.
 *
 * @param type what may be there; null where nobody knows, as in a field that does not exist
 * @param merging null for what is no field: elements of lists, values of maps
 */
record Place(@Nullable ValueType type, @Nullable Merging merging) {
    private static final Place UNKNOWN = new Place(null, null);

    static Place of(ObjectSchema schema) {
        return new Place(new ObjectOf(schema), null);
    }

    Place child(String name) {
        return switch (type) {
            case ObjectOf(var schema) -> {
                var field = schema.field(name);
                yield field == null ? UNKNOWN : new Place(field.type(), field.merging());
            }
            case MapOf(var value) -> new Place(value, null);
            case ListOf ignored -> UNKNOWN;
            case ValueType.Scalar ignored -> UNKNOWN;
            case null -> UNKNOWN;
        };
    }

    /** An element of the list that is here. */
    Place element() {
        return type instanceof ListOf(var element) ? new Place(element, null) : UNKNOWN;
    }

    /** Whether it is JSON that nobody looks into: what a ControllerRevision keeps is itself a patch, and no directive. */
    boolean isOpaque() {
        return type == ValueType.Scalar.RAW || type == ValueType.Scalar.FIELDS;
    }

    boolean mergesLists() {
        return merging != null && merging.merges();
    }

    boolean replacesObjects() {
        return merging != null && merging.replaces();
    }

    /** By which field the elements of two lists are the same one; empty when they are so by being equal. */
    String mergeKey() {
        return merging == null ? "" : merging.mergeKey();
    }
}
