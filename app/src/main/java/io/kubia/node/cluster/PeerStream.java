package io.kubia.node.cluster;

import io.kubia.node.peers.Peer;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A cluster read that is too large for memory, for exactly one reader, who pulls it piece by piece. Peers come one after
 * the other, in their order, each as {@code Started Bytes* (Finished | Failed)} or as {@code Failed} alone; then comes
 * {@code End}.
 *
 * <p>All methods are called by one thread at a time, the reader's, which need not be the cluster's event loop. The
 * reader must {@link #close} it in any case, also after {@code End}: a stream that is neither read nor closed keeps its
 * place, and there are only {@link ClusterConfig#maxStreams}.
 */
public interface PeerStream extends AutoCloseable {
    /** The next piece, or null when there is none at the moment: then see {@link #onReady}. After the end: null. */
    @Nullable
    Piece poll();

    /**
     * Runs {@code callback} once, as soon as {@link #poll} is worth another try: at once on this thread if it is
     * already, else on the cluster's event loop. A later call replaces an earlier one.
     */
    void onReady(Runnable callback);

    /** Releases everything. May be called at any time, and more than once. */
    @Override
    void close();

    /** A piece of the answer. */
    sealed interface Piece {
        /** The data of this peer begins. */
        record Started(Peer peer, DataInfo info) implements Piece {}

        /** More bytes of the peer that has started; whoever polled them releases them. */
        record Bytes(ByteBuf bytes) implements Piece {}

        /** The peer that has started is complete. */
        record Finished(Peer peer) implements Piece {}

        /** This peer could not be read, or not to its end if it had started. */
        record Failed(Peer peer, String reason) implements Piece {}

        /** All peers have been given. */
        record End() implements Piece {}
    }
}
