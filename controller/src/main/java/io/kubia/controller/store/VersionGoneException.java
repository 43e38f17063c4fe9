package io.kubia.controller.store;

/** It is no longer known what has changed since a version: whoever watches must list again. */
public final class VersionGoneException extends Exception {
    private static final long serialVersionUID = 1;

    public VersionGoneException(long version, long oldest) {
        super("too old resource version: " + version + " (" + oldest + ")");
    }
}
