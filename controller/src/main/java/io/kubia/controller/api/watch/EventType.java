package io.kubia.controller.api.watch;

/** What an event says of an object, to a watcher who may see only some of them. */
enum EventType {
    /** It is there now, or matches now. */
    ADDED,
    /** It is another. */
    MODIFIED,
    /** It is gone; told as it was last. */
    DELETED,
    /** It matches no longer: for the watcher that is DELETED, and it is told as it was when it still did. */
    MATCHES_NO_LONGER;

    String word() {
        return this == MATCHES_NO_LONGER ? DELETED.name() : name();
    }
}
