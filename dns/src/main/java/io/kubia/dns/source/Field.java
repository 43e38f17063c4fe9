package io.kubia.dns.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A place in an object, and what stands there, if anything.
 *
 * @param path such as {@code spec.ports[0].port}; empty for the object itself
 */
record Field(String path, JsonNode node) {
    private static final int MAX_SHOWN = 100;

    Field at(String name) throws ObjectException {
        if (isPresent() && !node.isObject()) {
            throw unexpected("an object");
        }
        return new Field(path.isEmpty() ? name : path + "." + name, node.path(name));
    }

    boolean isPresent() {
        return !node.isMissingNode() && !node.isNull();
    }

    /** The elements of a list; none when there is no list. */
    List<Field> elements() throws ObjectException {
        if (isPresent() && !node.isArray()) {
            throw unexpected("a list");
        }
        var elements = new ArrayList<Field>();
        for (var element : node) {
            elements.add(new Field(path + "[" + elements.size() + "]", element));
        }
        return elements;
    }

    Optional<String> text() throws ObjectException {
        if (!isPresent()) {
            return Optional.empty();
        }
        if (!node.isString()) {
            throw unexpected("text");
        }
        return Optional.of(node.stringValue());
    }

    String requiredText() throws ObjectException {
        return text().orElseThrow(() -> unexpected("text"));
    }

    boolean isTrue(boolean otherwise) throws ObjectException {
        if (isPresent() && !node.isBoolean()) {
            throw unexpected("true or false");
        }
        return isPresent() ? node.booleanValue() : otherwise;
    }

    int number(int otherwise) throws ObjectException {
        if (!isPresent()) {
            return otherwise;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw unexpected("a whole number");
        }
        return node.intValue();
    }

    ObjectException unexpected(String expected) {
        var value = isPresent() ? node.toString() : "missing";
        var shown = value.length() > MAX_SHOWN ? value.substring(0, MAX_SHOWN) + "…" : value;
        return new ObjectException(
                "%s: %s (expected: %s)".formatted(path.isEmpty() ? "object" : path, shown, expected));
    }
}
