package io.kubia.controller.api.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer that is made while it is sent. Who writes waits while the client is slow, and is told when it is
 * gone or takes nothing at all for too long. A short body goes out in one piece, with its length.
 *
 * <p>Implementation note: one virtual thread writes; the connection's event loop says when there is room again and when
 * the client is gone. The lock guards {@code gone} and the actions alone; what is written is the writer's own until it is
 * handed to the channel, which takes it from any thread, in order.
 */
public final class ResponseStream {
    private static final int PIECE = 32 * 1024;

    /** What the connection does for a stream. Called by the writing thread. */
    interface Sink {
        Channel channel();

        /**
         * Sends the head of an answer in pieces.
         *
         * @throws IOException it has taken too long to begin: the client has been told so
         */
        void begin() throws IOException;

        /** Sends the whole answer. */
        void whole(byte[] body);

        /** The last piece has been sent. */
        void ended();
    }

    private final Sink sink;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Runnable> whenGone = new ArrayList<>();
    private @Nullable ByteBuf piece;
    private boolean begun;
    private boolean gone;
    private boolean stopping;

    ResponseStream(Sink sink, Duration patience) {
        this.sink = sink;
        this.patience = patience;
    }

    /** Writes bytes, which the caller may not change afterwards. */
    public void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    /**
     * Writes bytes.
     *
     * @throws IOException the client is gone
     */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            var out = piece();
            int count = Math.min(end - at, Math.max(1, PIECE - out.readableBytes()));
            out.writeBytes(bytes, at, count);
            at += count;
            if (out.readableBytes() >= PIECE) {
                flush();
            }
        }
    }

    /**
     * Sends what has been written, and waits until the client has taken nearly everything.
     *
     * @throws IOException the client is gone
     */
    public void flush() throws IOException {
        if (!begun) {
            sink.begin();
            begun = true;
        }
        var full = piece;
        if (full != null) {
            piece = null;
            sink.channel()
                    .writeAndFlush(new DefaultHttpContent(full), sink.channel().voidPromise());
        } else {
            sink.channel().flush();
        }
        awaitRoom();
    }

    /** Whether something has been sent, so that the answer cannot be another one any more. */
    boolean isBegun() {
        return begun;
    }

    public boolean isGone() {
        lock.lock();
        try {
            return gone || stopping;
        } finally {
            lock.unlock();
        }
    }

    /** Runs something, on any thread, as soon as the client is gone; at once when it is gone already. Must not wait. */
    public void onGone(Runnable action) {
        lock.lock();
        try {
            if (!gone && !stopping) {
                whenGone.add(action);
                return;
            }
        } finally {
            lock.unlock();
        }
        action.run();
    }

    /** Cuts the client off: it does not take the part that it has for the whole. From any thread. */
    public void abort() {
        sink.channel().close();
    }

    void end() {
        var rest = piece;
        piece = null;
        if (!begun) {
            begun = true;
            byte[] body = new byte[rest == null ? 0 : rest.readableBytes()];
            if (rest != null) {
                rest.readBytes(body);
                rest.release();
            }
            sink.whole(body);
            return;
        }
        HttpContent last = rest == null ? LastHttpContent.EMPTY_LAST_CONTENT : new DefaultHttpContent(rest);
        if (rest != null) {
            sink.channel().write(last, sink.channel().voidPromise());
        }
        sink.channel()
                .writeAndFlush(
                        LastHttpContent.EMPTY_LAST_CONTENT, sink.channel().voidPromise());
        sink.ended();
    }

    /** Drops what has not been sent. */
    void discard() {
        var rest = piece;
        piece = null;
        if (rest != null) {
            rest.release();
        }
    }

    /** The client takes more again. */
    void writable() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The client is gone: nothing can be written any more. */
    void gone() {
        end(true);
    }

    /** The server stops: as if the client were gone, but what has been written still goes out, and its end. */
    void stop() {
        end(false);
    }

    private void end(boolean isGone) {
        List<Runnable> actions;
        lock.lock();
        try {
            gone |= isGone;
            stopping = true;
            actions = List.copyOf(whenGone);
            whenGone.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        actions.forEach(Runnable::run);
    }

    private ByteBuf piece() {
        var known = piece;
        if (known == null) {
            known = Unpooled.buffer(1024, Integer.MAX_VALUE);
            piece = known;
        }
        return known;
    }

    private void awaitRoom() throws IOException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!gone && sink.channel().isActive() && !sink.channel().isWritable()) {
                if (left <= 0) {
                    sink.channel().close();
                    throw new IOException("the client took nothing for " + patience);
                }
                left = changed.awaitNanos(left);
            }
            if (gone || !sink.channel().isActive()) {
                throw new IOException("the client is gone");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }
}
