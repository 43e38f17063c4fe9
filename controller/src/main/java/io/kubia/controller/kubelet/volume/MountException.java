package io.kubia.controller.kubelet.volume;

/** A volume cannot be had; the message is that of a FailedMount event. */
public final class MountException extends Exception {
    private static final long serialVersionUID = 1;

    MountException(String message) {
        super(message);
    }
}
