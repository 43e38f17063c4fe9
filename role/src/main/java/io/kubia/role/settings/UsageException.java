package io.kubia.role.settings;

/** The command line or the environment says something that cannot be meant; the message says what was expected. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    /** The message is for the person who gave the settings. */
    public UsageException(String message) {
        super(message);
    }
}
