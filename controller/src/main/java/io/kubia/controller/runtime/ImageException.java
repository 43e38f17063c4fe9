package io.kubia.controller.runtime;

/** An image that cannot be had. */
public final class ImageException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    /** {@code reason} is Kubernetes' word for a status: ErrImagePull, ErrImageNeverPull or InvalidImageName. */
    public ImageException(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
