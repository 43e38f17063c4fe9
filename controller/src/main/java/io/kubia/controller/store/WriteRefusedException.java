package io.kubia.controller.store;

import io.kubia.controller.model.ObjectKey;

/** What stood there was not what a write expected. Nothing has been written. */
public final class WriteRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What stood there. */
    public enum Reason {
        ALREADY_THERE,
        ANOTHER_VERSION,
        NOT_THERE
    }

    private final Reason reason;

    public WriteRefusedException(ObjectKey key, Reason reason) {
        super(key + ": " + reason);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
