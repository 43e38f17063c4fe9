package io.kubia.node.cluster;

import io.kubia.node.peers.Peer;
import io.kubia.node.peers.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.concurrent.Ticker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections to peers: opened when there is none to use, kept for the next read, closed when nobody has used them
 * for a while. Used on one event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails there fails the channel, whose events are handled
final class PeerConnections {
    private static final int MAX_CONNECTING = 256;
    private static final long CONNECT_MOMENT_MILLIS = 100;
    private static final int MAX_IDLE_PER_PEER = 8;

    /** Less than after which servers close (node.js: 5 s): to be first is to not lose a request to a closing peer. */
    private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(4);

    private static final int MAX_STATUS_LINE = 1 << 10;
    private static final int MAX_HEADER = 8 << 10;
    private static final int MAX_READ = 8 << 10;

    /** A small answer needs no more than the first; a large one is read in pieces that are small enough to hold. */
    private static final RecvByteBufAllocator READ_SIZES = new AdaptiveRecvByteBufAllocator(512, 2 << 10, MAX_READ);

    private static final HttpDecoderConfig HTTP = new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_STATUS_LINE)
            .setMaxHeaderSize(MAX_HEADER)
            .setMaxChunkSize(MAX_READ);

    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final ClusterMetrics metrics;
    private final Ticker ticker;
    private final ConnectGate gate;
    private final Map<PeerRoute.Key, PeerRoute> routes = new HashMap<>();
    private final Set<Channel> channels = new HashSet<>();
    private boolean isSweeping;
    private boolean isClosed;

    PeerConnections(EventLoop loop, Transport transport, ClusterMetrics metrics, Ticker ticker) {
        this.loop = loop;
        this.metrics = metrics;
        this.ticker = ticker;
        this.gate = new ConnectGate(loop, MAX_CONNECTING, CONNECT_MOMENT_MILLIS);
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(transport.stream())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, READ_SIZES);
    }

    /** Who wants a connection: exactly one of the two is called, possibly while it is being started. */
    interface Connector {
        void connected(PeerConnection connection);

        void notConnected(Throwable cause);
    }

    PeerRoute route(Peer peer, InetSocketAddress address) {
        return routes.computeIfAbsent(new PeerRoute.Key(peer.name(), address), PeerRoute::new);
    }

    /** One that is there already, or null. */
    @Nullable
    PeerConnection takeIdle(PeerRoute route) {
        var connection = route.idle.pollFirst();
        while (connection != null && !connection.isActive()) {
            connection = route.idle.pollFirst();
        }
        return connection;
    }

    /** A new one, unless it takes longer than that; to be started. */
    Connecting connect(PeerRoute route, Duration atMost, Connector connector) {
        return new Connecting(route, atMost, connector);
    }

    /** It has served, and can serve again. */
    void release(PeerConnection connection) {
        var idle = connection.route().idle;
        if (isClosed || idle.size() >= MAX_IDLE_PER_PEER) {
            connection.abandon();
            return;
        }
        connection.becomeIdle(ticker.nanoTime());
        idle.addFirst(connection);
        sweepLater();
    }

    void closed(PeerConnection connection) {
        connection.route().idle.remove(connection);
    }

    /** Closes all of them, also those in use. */
    void close() {
        isClosed = true;
        Set.copyOf(channels).forEach(Channel::close);
    }

    private void sweepLater() {
        if (!isSweeping) {
            isSweeping = true;
            loop.schedule(this::sweep, 1, TimeUnit.SECONDS);
        }
    }

    /** Closes what nobody has used for a while, and forgets peers that are gone. */
    private void sweep() {
        isSweeping = false;
        long now = ticker.nanoTime();
        for (var routesLeft = routes.values().iterator(); routesLeft.hasNext(); ) {
            var route = routesLeft.next();
            var oldest = route.idle.peekLast();
            while (oldest != null && now - oldest.idleSince() >= MAX_IDLE_TIME.toNanos()) {
                route.idle.removeLast();
                oldest.abandon();
                oldest = route.idle.peekLast();
            }
            if (route.open == 0) {
                routesLeft.remove();
            }
        }
        if (!routes.isEmpty() && !isClosed) {
            sweepLater();
        }
    }

    /** A connection that is being opened, or waits for its turn to be. */
    final class Connecting {
        private final PeerRoute route;
        private final Duration atMost;
        private final Connector connector;
        private ConnectGate.@Nullable Place place;
        private @Nullable ChannelFuture future;
        private boolean isOver;

        private Connecting(PeerRoute route, Duration atMost, Connector connector) {
            this.route = route;
            this.atMost = atMost;
            this.connector = connector;
        }

        /** It is not wanted any more, and nobody is told anything. */
        void cancel() {
            if (isOver) {
                return;
            }
            isOver = true;
            leave();
            if (future != null) {
                future.channel().close();
            } else {
                route.open--;
            }
        }

        void start() {
            route.open++;
            sweepLater();
            place = gate.enter(this::begin);
            if (isOver) {
                leave();
            }
        }

        private void begin() {
            int millis = Math.clamp(atMost.toMillis(), 1, Integer.MAX_VALUE);
            future = bootstrap
                    .clone()
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
                    .handler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline()
                                    .addLast(new HttpResponseDecoder(HTTP))
                                    .addLast(new PeerConnection(PeerConnections.this, route, channel));
                        }
                    })
                    .connect(route.address());
            future.addListener((ChannelFuture connected) -> {
                if (connected.isSuccess()) {
                    connected(connected.channel());
                } else {
                    notConnected(connected.cause());
                }
            });
        }

        private void connected(Channel channel) {
            metrics.connections.increment();
            channels.add(channel);
            channel.closeFuture().addListener(closed -> {
                channels.remove(channel);
                route.open--;
            });
            leave();
            if (isOver || isClosed) {
                channel.close();
            } else {
                isOver = true;
                connector.connected(channel.pipeline().get(PeerConnection.class));
            }
        }

        private void notConnected(Throwable cause) {
            route.open--;
            leave();
            if (!isOver) {
                isOver = true;
                connector.notConnected(cause);
            }
        }

        private void leave() {
            if (place != null) {
                place.leave();
            }
        }
    }
}
