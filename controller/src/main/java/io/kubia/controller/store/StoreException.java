package io.kubia.controller.store;

import org.jspecify.annotations.Nullable;

/** The disk failed: what was to be written may or may not be there. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
