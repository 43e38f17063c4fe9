package io.kubia.node.http;

import io.kubia.node.cluster.PeerStream.Piece;
import io.kubia.node.peers.Discovery;
import io.netty.buffer.ByteBuf;

/** How a cluster read is written down, piece by piece and in order, so that its size does not matter. For one answer. */
sealed interface ClusterRendering permits ClusterText, ClusterJson {
    String contentType();

    /** Writes what stands before the first peer. */
    void begin(Discovery.Known discovery, ByteBuf out);

    /** Writes one piece, and releases it. */
    void piece(Piece piece, ByteBuf out);

    /** Writes the whole of an answer when nothing is known of any peer. */
    void notDiscovered(String reason, ByteBuf out);
}
