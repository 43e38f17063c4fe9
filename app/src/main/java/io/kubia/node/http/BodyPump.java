package io.kubia.node.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Moves a large body from its source to the client, no faster than the client takes it: whenever the connection's
 * outbound buffer is full it stops, and the source with it. Used by the connection's event loop only.
 */
final class BodyPump implements AutoCloseable {
    private static final ByteBuf CRLF = constant("\r\n");
    private static final ByteBuf LAST_CHUNK = constant("0\r\n\r\n");

    private final ChannelHandlerContext ctx;
    private final BodySource source;
    private final boolean chunked;
    private final Ending ending;
    private boolean waiting;
    private boolean running;
    private boolean closed;

    /** Told how the body ended. */
    interface Ending {
        /** All of it was written, though perhaps not yet taken. */
        void complete();

        /** Some of it will never come. */
        void broken(IOException e);
    }

    /**
     * Makes a pump that does not run yet.
     *
     * @param chunked whether the body is sent in HTTP's chunks, as its length was not said before
     */
    BodyPump(ChannelHandlerContext ctx, BodySource source, boolean chunked, Ending ending) {
        this.ctx = ctx;
        this.source = source;
        this.chunked = chunked;
        this.ending = ending;
    }

    /** Writes as much as source and client allow; called again when either allows more. */
    void run() {
        if (closed || waiting || running) {
            return; // running: a write or a flush below came back to us through the channel's writability
        }
        running = true;
        try {
            do {
                fill();
                ctx.flush();
            } while (!closed && !waiting && ctx.channel().isWritable());
        } catch (IOException e) {
            close();
            ctx.flush();
            ending.broken(e);
        } finally {
            running = false;
        }
    }

    private void fill() throws IOException {
        while (!closed && !waiting && ctx.channel().isWritable()) {
            var bytes = source.poll();
            if (bytes != null) {
                write(bytes);
            } else if (source.isExhausted()) {
                end();
            } else {
                waiting = true;
                ctx.flush();
                source.onReady(this::wake);
            }
        }
    }

    private void end() {
        close();
        if (chunked) {
            ctx.write(LAST_CHUNK.duplicate());
        }
        ending.complete();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            source.close();
        }
    }

    private void wake() {
        ctx.executor().execute(() -> {
            waiting = false;
            run();
        });
    }

    private void write(ByteBuf bytes) {
        if (!bytes.isReadable()) {
            bytes.release();
        } else if (chunked) {
            var size = ctx.alloc().buffer(10);
            ByteBufUtil.writeAscii(size, Integer.toHexString(bytes.readableBytes()));
            size.writeShort('\r' << 8 | '\n');
            ctx.write(size);
            ctx.write(bytes);
            ctx.write(CRLF.duplicate());
        } else {
            ctx.write(bytes);
        }
    }

    private static ByteBuf constant(String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(bytes.length).writeBytes(bytes).asReadOnly());
    }
}
