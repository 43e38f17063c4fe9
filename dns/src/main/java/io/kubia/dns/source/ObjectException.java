package io.kubia.dns.source;

/** An object is not as Kubernetes would have it; the message names it, the field, its value, and what was expected. */
final class ObjectException extends Exception {
    private static final long serialVersionUID = 1;

    ObjectException(String message) {
        super(message);
    }
}
