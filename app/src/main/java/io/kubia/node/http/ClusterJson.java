package io.kubia.node.http;

import io.kubia.node.cluster.DataInfo;
import io.kubia.node.cluster.PeerStream.Piece;
import io.kubia.node.peers.Discovery;
import io.kubia.node.peers.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The facts of {@link ClusterText} as JSON. */
final class ClusterJson implements ClusterRendering {
    private final String name;
    private final Json json = new Json();
    private @Nullable JsonData data;

    ClusterJson(String name) {
        this.name = name;
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public void begin(Discovery.Known discovery, ByteBuf out) {
        json.open('{').field("name", name).field("service", discovery.service());
        if (discovery.stale() != null) {
            json.field("stale", discovery.stale().reason());
        }
        json.name("peers").open('[');
        flush(out);
    }

    @Override
    public void piece(Piece piece, ByteBuf out) {
        switch (piece) {
            case Piece.Started(var peer, var info) -> start(peer, info, out);
            case Piece.Bytes(var bytes) -> {
                if (data != null) {
                    data.add(bytes.nioBuffer(), out);
                }
                bytes.release();
            }
            case Piece.Finished _ -> {
                endData(out);
                json.close('}');
                flush(out);
            }
            case Piece.Failed(var peer, var reason) -> {
                if (data == null) {
                    identify(peer);
                    json.field("state", "error");
                }
                endData(out);
                json.field("error", reason).close('}');
                flush(out);
            }
            case Piece.End _ -> {
                json.close(']').close('}');
                flush(out);
                out.writeByte('\n');
            }
        }
    }

    @Override
    public void notDiscovered(String reason, ByteBuf out) {
        json.open('{').field("name", name).field("error", "Could not look up DNS SRV records: " + reason);
        json.name("peers").open('[').close(']').close('}');
        flush(out);
        out.writeByte('\n');
    }

    private void start(Peer peer, DataInfo info, ByteBuf out) {
        identify(peer);
        json.field("state", info.state().name().toLowerCase(Locale.ROOT));
        if (info.sequence() != DataInfo.UNKNOWN) {
            json.field("sequence", info.sequence());
        }
        json.field("time", info.time()).field("contentType", info.contentType());
        if (info.length() != DataInfo.UNKNOWN) {
            json.field("length", info.length());
        }
        if (info.state() == DataInfo.State.STORED) {
            boolean text = info.form() == DataInfo.Form.TEXT;
            data = text ? new JsonData.Text() : new JsonData.Base64Text();
            json.field("encoding", text ? "text" : "base64").name("data");
            flush(out);
            out.writeByte('"');
        }
    }

    private void endData(ByteBuf out) {
        if (data != null) {
            data.end(out);
            out.writeByte('"');
            data = null;
            json.continued();
        }
    }

    private void identify(Peer peer) {
        json.open('{').field("name", peer.name());
        if (!peer.addresses().isEmpty()) {
            json.field("address", text(peer.addresses().getFirst()));
        }
        json.field("ordinal", peer.ordinal());
    }

    private void flush(ByteBuf out) {
        ByteBufUtil.writeUtf8(out, json.take());
    }

    /** An address as it is typed: without the host name that Java puts before it. */
    static String text(InetSocketAddress address) {
        var host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
