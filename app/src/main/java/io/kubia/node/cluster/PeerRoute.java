package io.kubia.node.cluster;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** How one peer is reached at one of its addresses, and the connections to it that nobody uses at the moment. */
final class PeerRoute {
    private final InetSocketAddress address;
    private final ByteBuf request;

    /** The one used last comes first, so that those that are not needed any more grow old. */
    final Deque<PeerConnection> idle = new ArrayDeque<>();

    /** Connections that are open or being opened, idle or not. */
    int open;

    PeerRoute(Key key) {
        this.address = key.address;
        // On the heap, where nobody needs to release it; it is the same for every read, so it is encoded once.
        this.request = Unpooled.wrappedBuffer(("GET /data HTTP/1.1\r\nHost: " + key.host + ":" + key.address.getPort()
                                + "\r\nUser-Agent: kubia\r\nAccept: */*\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII))
                .asReadOnly();
    }

    /** A peer's name, as its address may be another peer's later. */
    record Key(String host, InetSocketAddress address) {}

    InetSocketAddress address() {
        return address;
    }

    ByteBuf request() {
        return request.retainedDuplicate();
    }
}
