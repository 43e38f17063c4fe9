package io.kubia.node.store;

import org.jspecify.annotations.Nullable;

/** The volume cannot be used; the message says why and what to do, for the person who starts the node. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1;

    StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    StoreException(String message) {
        super(message);
    }
}
