package io.kubia.controller.proxy.service;

import io.kubia.dns.server.Sockets;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A listening socket of a service. */
final class Listener {
    private static final int BACKLOG = 512;

    private final Channel channel;
    private final Relays relays;

    private Listener(Channel channel, Relays relays) {
        this.channel = channel;
        this.relays = relays;
    }

    /**
     * Listens. Not on epoll: Netty 4.2.18 takes a channel out of it whose input has ended, as there is nothing to wait for,
     * and does not put it back when its output must wait; the channel is closed then, and the end of the answer is lost.
     *
     * <p>Waits for the system's answer, so not for event loops.
     *
     * @throws IOException the system's reason why not
     */
    static Listener open(Listening place, EventLoopGroup loops, Relays relays) throws IOException {
        var bind = new ServerBootstrap()
                .group(loops)
                .channel(Sockets.NIO.listening())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Relays.WATER_MARK)
                .childHandler(relays)
                .bind(new InetSocketAddress(InetAddress.ofLiteral(place.address()), place.port()))
                .awaitUninterruptibly();
        if (!bind.isSuccess()) {
            throw new IOException(bind.cause().getMessage(), bind.cause());
        }
        relays.metrics().listening(1);
        return new Listener(bind.channel(), relays);
    }

    Relays relays() {
        return relays;
    }

    /** Takes no more connections; when this returns, the port is free again. */
    void close() {
        channel.close().awaitUninterruptibly();
        relays.metrics().listening(-1);
    }
}
