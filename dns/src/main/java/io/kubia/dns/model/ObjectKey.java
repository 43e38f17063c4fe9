package io.kubia.dns.model;

import java.util.Comparator;

/** An object's namespace and its name in it: what tells it from every other of its kind. */
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {
    private static final Comparator<ObjectKey> ORDER =
            Comparator.comparing(ObjectKey::namespace).thenComparing(ObjectKey::name);

    /** Of what may be an object's name (RFC 1123 subdomain); a longer one is no name of Kubernetes. */
    private static final int MAX_NAME = 253;

    public ObjectKey {
        Label.check("namespace", namespace);
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "name: " + Label.printable(name) + " (expected: 1 to " + MAX_NAME + " characters)");
        }
    }

    @Override
    public int compareTo(ObjectKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
