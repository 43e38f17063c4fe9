package io.kubia.controller.event;

import io.kubia.controller.model.KubeObject;

/** Records what happened to an object. Neither waits nor fails. */
public interface EventRecorder {
    /**
     * Records an event. The same one again counts up the first.
     *
     * @param reason one word, such as SuccessfulCreate
     */
    void record(KubeObject about, Kind kind, String reason, String message);

    /**
     * Records an event about a part of an object. A recorder that knows no parts takes it for one about the whole.
     *
     * @param fieldPath such as {@code spec.containers{kubia}}
     */
    default void record(KubeObject about, String fieldPath, Kind kind, String reason, String message) {
        record(about, kind, reason, message);
    }

    /** As expected. */
    default void normal(KubeObject about, String reason, String message) {
        record(about, Kind.NORMAL, reason, message);
    }

    /** Worth a look. */
    default void warning(KubeObject about, String reason, String message) {
        record(about, Kind.WARNING, reason, message);
    }

    /** How an event is to be taken. */
    enum Kind {
        NORMAL,
        WARNING
    }
}
