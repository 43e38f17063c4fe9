package io.kubia.controller.model;

/** A request that cannot be done, with the answer that says why. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Status status;

    public ApiException(Status status) {
        super(status.message());
        this.status = status;
    }

    public Status status() {
        return status;
    }

    public boolean isNotFound() {
        return status.code() == 404;
    }

    public boolean isConflict() {
        return status.reason().equals("Conflict");
    }

    public boolean isAlreadyExists() {
        return status.reason().equals("AlreadyExists");
    }
}
