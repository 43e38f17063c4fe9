package io.kubia.controller.registry;

/** The object is at another version than the one that a write was made from. */
final class StaleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StaleException(Throwable cause) {
        super("stale", cause, false, false);
    }
}
