package io.kubia.node.peers;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** Transports of one event loop each; who asks for one shuts it down. */
public final class TestTransport {
    private TestTransport() {}

    public static Transport nio() {
        return new Transport(
                new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()),
                NioSocketChannel.class,
                NioDatagramChannel.class);
    }

    /** Only where there is epoll. */
    public static Transport epoll() {
        return new Transport(
                new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()),
                EpollSocketChannel.class,
                EpollDatagramChannel.class);
    }
}
