package io.kubia.node.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The keys of the database: {@code head}, and {@code c} with an upload's number and a chunk's number, big-endian. */
final class Keys {
    static final byte[] HEAD = "head".getBytes(StandardCharsets.US_ASCII);

    private static final byte CHUNK = 'c';
    private static final int CHUNK_LENGTH = 1 + Long.BYTES + Integer.BYTES;

    private Keys() {}

    static byte[] chunk(long upload, int number) {
        return ByteBuffer.allocate(CHUNK_LENGTH)
                .put(CHUNK)
                .putLong(upload)
                .putInt(number)
                .array();
    }

    static boolean isChunk(byte[] key) {
        return key.length == CHUNK_LENGTH && key[0] == CHUNK;
    }

    /** The upload whose chunk this is; -1 for another key. */
    static long upload(byte[] key) {
        return isChunk(key) ? ByteBuffer.wrap(key).getLong(1) : -1;
    }
}
