package io.kubia.controller.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An object with known fields: {@code core.v1.PodSpec}.
 *
 * <p>Its fields are read when they are first asked for; two threads may both read them, and get the same.
 */
public final class ObjectSchema {
    private final String name;
    private final String apiVersion;
    private final boolean atomic;
    private final Supplier<Iterable<Field>> source;
    private volatile @Nullable Map<String, Field> fields;

    ObjectSchema(String name, String apiVersion, boolean atomic, Supplier<Iterable<Field>> source) {
        this.name = name;
        this.apiVersion = apiVersion;
        this.atomic = atomic;
        this.source = source;
    }

    /** With its package: {@code core.v1.PodSpec}. */
    public String name() {
        return name;
    }

    /** Without its package: {@code PodSpec}. */
    public String simpleName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The version under which it is sent by itself: {@code apps/v1}; empty for a mere part of others. */
    public String apiVersion() {
        return apiVersion;
    }

    /** Whether it can be sent by itself. */
    public boolean isKind() {
        return !apiVersion.isEmpty();
    }

    /** Whether server-side apply takes it for a whole. */
    public boolean isAtomic() {
        return atomic;
    }

    /** The field of a name; null when there is none. */
    public @Nullable Field field(String field) {
        return fields().get(field);
    }

    /** All of them, by name, in Kubernetes' order. */
    public Map<String, Field> fields() {
        var known = fields;
        if (known == null) {
            var read = new LinkedHashMap<String, Field>();
            for (var field : source.get()) {
                read.put(field.name(), field);
            }
            known = read;
            fields = known;
        }
        return known;
    }

    /** The field of a number in protobuf, inside of the message that is one (see {@link Field}); null when none is. */
    public @Nullable Field field(int number, int inner) {
        for (var field : fields().values()) {
            if (field.number() == number && field.inner() == inner) {
                return field;
            }
        }
        return null;
    }

    /** Whether a number in protobuf is that of a message whose fields stand in this object itself. */
    public boolean hasInnerFields(int number) {
        for (var field : fields().values()) {
            if (field.number() == number && field.inner() != 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return name;
    }
}
