package io.kubia.dns.server;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.Inet4Address;
import java.net.InetAddress;

/** The kinds of sockets that the system has to offer: epoll's on Linux, Java's own elsewhere. */
public enum Sockets {
    EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class, EpollDatagramChannel.class),
    NIO(NioServerSocketChannel.class, NioSocketChannel.class, NioDatagramChannel.class);

    private final Class<? extends ServerSocketChannel> listening;
    private final Class<? extends SocketChannel> stream;
    private final Class<? extends DatagramChannel> datagram;

    Sockets(
            Class<? extends ServerSocketChannel> listening,
            Class<? extends SocketChannel> stream,
            Class<? extends DatagramChannel> datagram) {
        this.listening = listening;
        this.stream = stream;
        this.datagram = datagram;
    }

    /** The fastest kind that works here. */
    public static Sockets best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** Event loops for this kind; whoever asks for them shuts them down. */
    public EventLoopGroup loops(String name, int threads) {
        IoHandlerFactory handlers = this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name), handlers);
    }

    /** For connections to come. */
    public Class<? extends ServerSocketChannel> listening() {
        return listening;
    }

    /** For one connection. */
    public Class<? extends SocketChannel> stream() {
        return stream;
    }

    /** For datagrams of either family. */
    public Class<? extends DatagramChannel> datagram() {
        return datagram;
    }

    /**
     * For datagrams to an address of ours. A socket of IPv6 takes those of IPv4 as well, but each one of these costs more
     * there, as all addresses are translated on their way in and out.
     */
    DatagramChannel datagram(InetAddress local) {
        var family = local instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
        return this == EPOLL ? new EpollDatagramChannel(family) : new NioDatagramChannel(family);
    }
}
