package io.kubia.node.http;

import io.kubia.node.cluster.DataInfo;
import io.kubia.node.cluster.PeerStream.Piece;
import io.kubia.node.peers.Discovery;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** The words that the node has always answered {@code GET /} with: one line for each peer. */
final class ClusterText implements ClusterRendering {
    private final String name;
    private boolean started;

    ClusterText(String name) {
        this.name = name;
    }

    @Override
    public String contentType() {
        return "text/plain; charset=utf-8";
    }

    @Override
    public void begin(Discovery.Known discovery, ByteBuf out) {
        title(out);
        if (discovery.peers().isEmpty()) {
            ByteBufUtil.writeAscii(out, "No peers discovered.");
        }
    }

    @Override
    public void piece(Piece piece, ByteBuf out) {
        switch (piece) {
            case Piece.Started(var peer, var info) -> {
                started = true;
                label(peer.name(), out);
                if (info.state() == DataInfo.State.EMPTY) {
                    ByteBufUtil.writeAscii(out, DataInfo.NOTHING_POSTED);
                }
            }
            case Piece.Bytes(var bytes) -> {
                out.writeBytes(bytes);
                bytes.release();
            }
            case Piece.Finished _ -> {
                started = false;
                out.writeByte('\n');
            }
            case Piece.Failed(var peer, var reason) -> {
                // What came before the failure cannot be taken back: the reason follows it on the same line.
                if (started) {
                    out.writeByte(' ');
                } else {
                    label(peer.name(), out);
                }
                started = false;
                ByteBufUtil.writeUtf8(out, "Error: " + reason + "\n");
            }
            case Piece.End _ -> {}
        }
    }

    @Override
    public void notDiscovered(String reason, ByteBuf out) {
        title(out);
        ByteBufUtil.writeUtf8(out, "Could not look up DNS SRV records: " + reason);
    }

    private void title(ByteBuf out) {
        ByteBufUtil.writeUtf8(out, "You've hit " + name + "\nData stored in the cluster:\n");
    }

    private static void label(String peer, ByteBuf out) {
        ByteBufUtil.writeUtf8(out, "- ");
        ByteBufUtil.writeUtf8(out, peer);
        ByteBufUtil.writeUtf8(out, ": ");
    }
}
