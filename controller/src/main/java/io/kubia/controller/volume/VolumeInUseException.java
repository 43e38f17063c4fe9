package io.kubia.controller.volume;

import java.io.IOException;

/** Something that runs still has a volume whose content was to be removed. */
public final class VolumeInUseException extends IOException {
    private static final long serialVersionUID = 1;

    public VolumeInUseException(String message) {
        super(message);
    }
}
