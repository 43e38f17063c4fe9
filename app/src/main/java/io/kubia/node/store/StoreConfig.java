package io.kubia.node.store;

import java.nio.file.Path;

/**
 * Where the data lives and how it is cut.
 *
 * @param directory the volume's directory; made if it is not there
 * @param inlineLimit bodies up to this many bytes stand in the head record itself and in memory; larger ones are stored
 *     and read chunk by chunk
 * @param queueLimit how many writes may wait for the disk before more are refused
 */
public record StoreConfig(Path directory, int inlineLimit, int queueLimit) {
    /** The default of {@link #inlineLimit}: what a connection may hold in memory while its body arrives. */
    public static final int INLINE_LIMIT = 16 * 1024;

    private static final int QUEUE_LIMIT = 16 * 1024;

    public StoreConfig {
        if (inlineLimit < 0) {
            throw new IllegalArgumentException("inlineLimit: %d (expected: >= 0)".formatted(inlineLimit));
        }
        if (queueLimit < 1) {
            throw new IllegalArgumentException("queueLimit: %d (expected: >= 1)".formatted(queueLimit));
        }
    }

    /** The defaults, for a volume at {@code directory}. */
    public static StoreConfig of(Path directory) {
        return new StoreConfig(directory, INLINE_LIMIT, QUEUE_LIMIT);
    }
}
