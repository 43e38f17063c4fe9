package io.kubia.node.cluster;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that never change, so that any thread may read them and all who asked may share them. */
public final class Content {
    /** No bytes. */
    public static final Content EMPTY = new Content(new byte[0], 0);

    private final byte[] bytes;
    private final int length;

    private Content(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /** These bytes, which the caller must not change any more. */
    public static Content of(byte[] bytes) {
        return of(bytes, bytes.length);
    }

    /** The first {@code length} of these bytes, which the caller must not change any more. */
    static Content of(byte[] bytes, int length) {
        return length == 0 ? EMPTY : new Content(bytes, length);
    }

    /** How many there are. */
    public int length() {
        return length;
    }

    /** Writes all of them to {@code out}. */
    public void appendTo(ByteBuf out) {
        out.writeBytes(bytes, 0, length);
    }

    /** A view of them. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(bytes, 0, length).asReadOnlyBuffer();
    }

    /** A view of them for Netty; there is nothing to release. */
    ByteBuf toByteBuf() {
        return Unpooled.wrappedBuffer(bytes, 0, length).asReadOnly();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Content content && Arrays.equals(bytes, 0, length, content.bytes, 0, content.length);
    }

    @Override
    public int hashCode() {
        return asByteBuffer().hashCode();
    }

    @Override
    public String toString() {
        return length + " bytes";
    }
}
