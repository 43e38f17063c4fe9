package io.kubia.controller.registry.field;

import org.jspecify.annotations.Nullable;

/**
 * Where in an object a field stands: {@code spec.containers[0].name}. Put together as text only when something is wrong
 * there, which is rare.
 */
public final class Path {
    private final @Nullable Path parent;
    private final String name;
    private final boolean isElement;

    private Path(@Nullable Path parent, String name, boolean isElement) {
        this.parent = parent;
        this.name = name;
        this.isElement = isElement;
    }

    /** A field of the object itself. */
    public static Path of(String field) {
        return new Path(null, field, false);
    }

    public Path field(String field) {
        return new Path(this, field, false);
    }

    /** An element of an array. */
    public Path at(int index) {
        return new Path(this, Integer.toString(index), true);
    }

    /** The value of a key in a map. */
    public Path key(String key) {
        return new Path(this, key, true);
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        appendTo(text);
        return text.toString();
    }

    private void appendTo(StringBuilder text) {
        if (parent != null) {
            parent.appendTo(text);
        }
        if (isElement) {
            text.append('[').append(name).append(']');
        } else {
            text.append(parent == null ? "" : ".").append(name);
        }
    }
}
