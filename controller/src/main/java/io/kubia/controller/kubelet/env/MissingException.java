package io.kubia.controller.kubelet.env;

/** Something that a pod names is not there; the message says what, in Kubernetes' words. */
public final class MissingException extends Exception {
    private static final long serialVersionUID = 1;

    public MissingException(String message) {
        super(message);
    }
}
