package io.kubia.controller.store;

import io.kubia.controller.model.ObjectKey;

/** What stood there was not what a write expected, or there is no room for it. Nothing has been written. */
public final class WriteRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        ALREADY_THERE,
        ANOTHER_VERSION,
        NOT_THERE,
        /** The object is larger than objects may be. */
        TOO_LARGE,
        /** There are as many objects as there may be, or as many bytes. */
        STORE_FULL,
        /** As many writes as may wait for the disk are waiting; it may be tried again later. */
        BUSY
    }

    private final Reason reason;
    private final String why;

    public WriteRefusedException(ObjectKey key, Reason reason) {
        this(key, reason, reason.toString());
    }

    /** {@code why} says field, value and expectation. */
    public WriteRefusedException(ObjectKey key, Reason reason, String why) {
        super(key + ": " + why);
        this.reason = reason;
        this.why = why;
    }

    public Reason reason() {
        return reason;
    }

    /** The same in words: field, value and expectation. */
    public String why() {
        return why;
    }
}
