package io.kubia.controller.schema;

/**
 * What is wrong with an object's form.
 *
 * @param kind what of it
 * @param path where: {@code spec.template.spec.containers[0].foo}
 * @param message in Kubernetes' words
 */
public record Problem(Kind kind, String path, String message) {
    /** What may be wrong. */
    public enum Kind {
        /** Nobody knows the field; whether that matters, the client says. */
        UNKNOWN_FIELD,
        /** The value cannot be read as what the field holds. */
        WRONG_VALUE
    }
}
