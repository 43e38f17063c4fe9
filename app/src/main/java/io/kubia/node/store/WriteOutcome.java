package io.kubia.node.store;

/** How a write ended. */
public sealed interface WriteOutcome {
    /** It is on disk: {@code version} is what it made. */
    record Committed(Version version) implements WriteOutcome {}

    /** The writer's condition did not hold of {@code current}; nothing was changed. */
    record Refused(Version current) implements WriteOutcome {}

    /** It could not be stored; the data is what it was before. */
    record Failed(Failure failure) implements WriteOutcome {}

    /**
     * Why something could not be stored.
     *
     * @param reason a sentence for the client and the log
     */
    record Failure(Kind kind, String reason) {}

    /** What a client may do about a failure. */
    enum Kind {
        /** Make room: the volume is full. */
        NO_SPACE,
        /** Look at the disk: it answers with errors. */
        IO_ERROR,
        /** Come back: too much is waiting, or the node is stopping. */
        UNAVAILABLE
    }
}
