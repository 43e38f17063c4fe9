package io.kubia.node.http;

import io.kubia.node.cluster.PeerStream;
import io.kubia.node.cluster.PeerStream.Piece;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** A cluster read on its way to one client: pieces in, rendered bytes out. */
final class ClusterSource implements BodySource {
    private static final int AT_ONCE = 16 * 1024;

    private final ClusterRendering rendering;
    private final PeerStream pieces;
    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf head;
    private boolean exhausted;

    /**
     * Makes a source.
     *
     * @param head what the rendering began with
     */
    ClusterSource(ClusterRendering rendering, ByteBuf head, PeerStream pieces, ByteBufAllocator allocator) {
        this.rendering = rendering;
        this.pieces = pieces;
        this.allocator = allocator;
        this.head = head;
    }

    @Override
    public @Nullable ByteBuf poll() {
        var out = head == null ? allocator.buffer() : head;
        head = null;
        while (!exhausted && out.readableBytes() < AT_ONCE) {
            var piece = pieces.poll();
            if (piece == null) {
                break;
            }
            rendering.piece(piece, out);
            exhausted = piece instanceof Piece.End;
        }
        if (out.isReadable()) {
            return out;
        }
        out.release();
        return null;
    }

    @Override
    public boolean isExhausted() {
        return exhausted;
    }

    @Override
    public void onReady(Runnable callback) {
        pieces.onReady(callback);
    }

    @Override
    public void close() {
        if (head != null) {
            head.release();
            head = null;
        }
        pieces.close();
    }
}
