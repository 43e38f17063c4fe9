package io.kubia.node.cluster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a node's data besides the bytes.
 *
 * @param sequence the place of the write among all writes to the node's volume, or {@link #UNKNOWN}
 * @param time when it was written, where that is known
 * @param contentType as it was given with the data, where that is known
 * @param length of the bytes, or {@link #UNKNOWN} when they come without their length and have not all come yet
 */
public record DataInfo(
        State state,
        long sequence,
        @Nullable Instant time,
        @Nullable String contentType,
        long length,
        Form form) {
    /** A number that the peer did not tell. */
    public static final long UNKNOWN = -1;

    /** What a node without data answers to {@code GET /data}. */
    public static final String NOTHING_POSTED = "No data posted yet";

    /** Whether the node holds anything. */
    public enum State {
        STORED,
        EMPTY
    }

    /** Whether the bytes are valid UTF-8. */
    public enum Form {
        TEXT,
        BINARY,
        /** The peer did not tell, as it is no node of kubia. */
        UNTOLD
    }

    /** The same of a node that turned out to hold nothing. */
    DataInfo empty() {
        return new DataInfo(State.EMPTY, sequence, time, null, 0, form);
    }

    DataInfo withLength(long known) {
        return new DataInfo(state, sequence, time, contentType, known, form);
    }
}
