package io.kubia.node.http;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON objects field by field. The node only ever writes JSON, and little of it: a library would be the largest
 * thing in the jar. Fields without a value are left out.
 */
final class Json {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder(256);
    private boolean first = true;

    Json open(char bracket) {
        separate();
        out.append(bracket);
        first = true;
        return this;
    }

    Json close(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    Json name(String name) {
        separate();
        out.append('"').append(name).append("\":");
        first = true;
        return this;
    }

    Json field(String name, @Nullable Object value) {
        if (value != null) {
            name(name).value(value.toString());
        }
        return this;
    }

    Json field(String name, long value) {
        name(name);
        separate();
        out.append(value);
        return this;
    }

    Json field(String name, OptionalInt value) {
        return value.isPresent() ? field(name, value.getAsInt()) : this;
    }

    Json field(String name, boolean value) {
        name(name);
        separate();
        out.append(value);
        return this;
    }

    Json value(String value) {
        separate();
        out.append('"');
        escape(value, out);
        out.append('"');
        return this;
    }

    /** A value was written by other means: what follows is not the first. */
    Json continued() {
        first = false;
        return this;
    }

    /** What was written since the last call. */
    String take() {
        var text = out.toString();
        out.setLength(0);
        return text;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    /** Writes text as it stands between the quotes of a JSON string. */
    static void escape(CharSequence text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7F) {
                        out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
    }

    private void separate() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }
}
