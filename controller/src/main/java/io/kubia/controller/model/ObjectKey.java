package io.kubia.controller.model;

import java.util.Comparator;

/**
 * Which object: its kind and its name, and its namespace where the kind has them.
 *
 * @param namespace empty for kinds that have none
 */
public record ObjectKey(ResourceType type, String namespace, String name) implements Comparable<ObjectKey> {
    private static final Comparator<ObjectKey> ORDER = Comparator.comparing(
                    (ObjectKey key) -> key.type().qualifiedPlural())
            .thenComparing(ObjectKey::namespace)
            .thenComparing(ObjectKey::name);

    public ObjectKey {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("name: empty (expected: the name of one of " + type + ")");
        }
        if (type.namespaced() == namespace.isEmpty()) {
            throw new IllegalArgumentException("namespace: '" + namespace + "' (expected: "
                    + (type.namespaced() ? "one, for " : "none, for ") + type + ")");
        }
    }

    /** One of a kind that has namespaces. */
    public static ObjectKey of(ResourceType type, String namespace, String name) {
        return new ObjectKey(type, namespace, name);
    }

    /** One of a kind that has none. */
    public static ObjectKey of(ResourceType type, String name) {
        return new ObjectKey(type, "", name);
    }

    @Override
    public int compareTo(ObjectKey other) {
        return ORDER.compare(this, other);
    }

    /** As logs name it: {@code pods default/kubia-0}. */
    @Override
    public String toString() {
        return type + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
