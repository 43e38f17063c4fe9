package io.kubia.controller.proxy.service;

import io.kubia.controller.proxy.Backend;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of one listening socket. What it leads to may be changed while it listens. */
@ChannelHandler.Sharable
final class Relays extends ChannelInboundHandlerAdapter {
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 128 * 1024);

    private final ServiceProxyConfig config;
    private final ServiceProxyMetrics metrics;
    private final LiveBackends backends;
    private final InstantSource clock;
    private final Balancer balancer = new Balancer();
    private final Set<Relay> open = ConcurrentHashMap.newKeySet();
    private volatile Target target;

    Relays(
            ServiceProxyConfig config,
            ServiceProxyMetrics metrics,
            LiveBackends backends,
            InstantSource clock,
            Target target) {
        this.config = config;
        this.metrics = metrics;
        this.backends = backends;
        this.clock = clock;
        this.target = target;
    }

    ServiceProxyConfig config() {
        return config;
    }

    ServiceProxyMetrics metrics() {
        return metrics;
    }

    Target target() {
        return target;
    }

    void leadTo(Target other) {
        target = other;
    }

    /** A client has connected; nothing of it is read before a pod has taken it. */
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        var client = ctx.channel();
        boolean fits = metrics.opened(config.maxConnections());
        client.closeFuture().addListener(closed -> metrics.closed());
        var to = target;
        var ready = backends.ready(to.service(), to.port());
        if (!fits || ready.isEmpty()) {
            if (fits) {
                metrics.nobodyReady();
            }
            Relay.reset(client);
            return;
        }
        var relay = new Relay(this, to, client);
        open.add(relay);
        client.closeFuture().addListener(closed -> open.remove(relay));
        relay.start(balancer.candidates(ready, config.attempts(), address(client.remoteAddress()), clock.instant()));
    }

    void taken(Relay relay, Backend backend, SocketAddress client) {
        balancer.taken(address(client), backend, relay.target().affinity(), clock.instant());
    }

    private static InetAddress address(SocketAddress client) {
        return client instanceof InetSocketAddress socket ? socket.getAddress() : InetAddress.getLoopbackAddress();
    }

    /** A pod is gone: its connections may finish within the limit. */
    void left(String address, Duration limit) {
        open.forEach(relay -> relay.leaveWithin(limit, address));
    }

    /** The service or its port is gone. */
    void drain(Duration limit) {
        open.forEach(relay -> relay.leaveWithin(limit, null));
    }

    void cut() {
        open.forEach(Relay::cut);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Channel client = ctx.channel();
        client.close();
    }
}
