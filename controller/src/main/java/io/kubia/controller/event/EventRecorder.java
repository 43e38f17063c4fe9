package io.kubia.controller.event;

import io.kubia.controller.model.KubeObject;

/** Records what happened to an object. */
public interface EventRecorder {
    /**
     * Records an event. The same one again counts up the first.
     *
     * @param reason one word, such as SuccessfulCreate
     */
    void record(KubeObject about, Kind kind, String reason, String message);

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
