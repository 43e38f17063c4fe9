package io.kubia.node;

/** The command line or the environment says something that cannot be meant; the message says what was expected. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
