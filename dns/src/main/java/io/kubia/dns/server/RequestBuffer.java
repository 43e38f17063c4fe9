package io.kubia.dns.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * Where one UDP socket's requests are read to: the same memory every time, since all of them have been answered before
 * the next ones are read.
 *
 * <p>Implementation note. A new one for each reading would be an allocation of its own, zeroed and freed again, as Netty
 * keeps no buffers of this size when the heap is small. Belongs to the socket's event loop.
 */
final class RequestBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
    private final int size;
    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;

    /** {@code size}: in bytes, for all requests that are read at once. */
    RequestBuffer(int size) {
        this.size = size;
    }

    @Override
    @SuppressWarnings("deprecation") // the interface's own type, which others are to be made by
    public Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return size;
            }

            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                return take(allocator);
            }
        };
    }

    void release() {
        buffer.release();
        buffer = Unpooled.EMPTY_BUFFER;
    }

    /** The buffer, for whoever asks to release it. */
    private ByteBuf take(ByteBufAllocator allocator) {
        boolean isInUse = buffer.capacity() == 0 || buffer.refCnt() > 1;
        if (isInUse) {
            buffer.release();
            buffer = allocator.directBuffer(size, size);
        }
        return buffer.clear().retain();
    }
}
