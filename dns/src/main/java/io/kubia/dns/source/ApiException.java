package io.kubia.dns.source;

import java.io.IOException;

/** The API says that something cannot be had. */
final class ApiException extends IOException {
    private static final long serialVersionUID = 1;
    private static final int GONE = 410;
    private static final int MAX_SHOWN = 300;

    private final int status;

    ApiException(int status, String message) {
        super(status + ": " + (message.length() > MAX_SHOWN ? message.substring(0, MAX_SHOWN) + "…" : message).strip());
        this.status = status;
    }

    /** Whether what we know is too old to go on from. */
    boolean isGone() {
        return status == GONE;
    }
}
