package io.kubia.dns.server;

import io.kubia.dns.answer.AnswerConfig;
import io.kubia.dns.answer.Answerer;
import io.kubia.dns.zone.LiveZone;
import io.kubia.role.metrics.Metrics;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The server: listens by UDP and TCP, and answers from the zone of the moment.
 *
 * <p>Implementation note. Each event loop has UDP sockets of its own at the same addresses, among which the kernel
 * spreads clients. So that two servers can share an address there, a second server by mistake would not be noticed; the
 * TCP socket, which nobody can share, is therefore bound first.
 */
public final class DnsServer {
    /** How often a port is looked for that is free for both TCP and UDP. */
    private static final int TRIES = 20;

    private static final int BACKLOG = 1024;
    private static final int ACCEPTED_AT_ONCE = 64;

    /** What one UDP socket may hold in the kernel, both ways; it gives less when it does not allow as much. */
    private static final int SOCKET_BUFFER = 4 << 20;

    /** What waits to be sent by one UDP socket, beyond which answers are dropped. */
    private static final WriteBufferWaterMark UDP_UNSENT = new WriteBufferWaterMark(512 << 10, 1 << 20);

    /** What waits to be sent on one connection, beyond which nothing more is answered; one answer has 64 KiB at most. */
    private static final WriteBufferWaterMark TCP_UNSENT = new WriteBufferWaterMark(16 << 10, 64 << 10);

    private static final int TCP_READ = 4096;

    private final ServerConfig config;
    private final LiveZone zone;
    private final AnswerConfig answers;
    private final Upstreams upstreams;
    private final QueryMetrics metrics;
    private final Optional<QueryLog> log;
    private final InstantSource clock;
    private final Sockets sockets = Sockets.best();
    private final Map<EventExecutor, Desk> desks = new LinkedHashMap<>();
    private final List<Channel> channels = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final EventLoopGroup loops;

    /** What one event loop has: who answers, and who asks by TCP. */
    private record Desk(Worker worker, Connections connections) {}

    /**
     * Makes a server that does not listen yet.
     *
     * @param clock for cookies
     */
    public DnsServer(
            ServerConfig config,
            LiveZone zone,
            AnswerConfig answers,
            Upstreams upstreams,
            Metrics metrics,
            Optional<QueryLog> log,
            InstantSource clock) {
        this.config = config;
        this.zone = zone;
        this.answers = answers;
        this.upstreams = upstreams;
        this.metrics = new QueryMetrics(metrics);
        this.log = log;
        this.clock = clock;
        this.loops = sockets.loops("dns", config.threads());
    }

    /**
     * Listens.
     *
     * @throws IOException an address cannot be listened on; the message says what to do
     */
    public void start() throws IOException {
        int maxConnections = Math.max(1, config.maxConnections() / config.threads());
        for (var loop : loops) {
            var worker = new Worker(
                    new Answerer(zone, answers, clock), upstreams, config.transfers(), metrics, log.orElse(null));
            var connections = new Connections((EventLoop) loop, maxConnections, config.idleTimeout());
            connections.start();
            desks.put(loop, new Desk(worker, connections));
        }
        try {
            for (var address : config.listen()) {
                addresses.add(listen(address));
            }
        } catch (IOException e) {
            stop();
            throw e;
        }
    }

    /** Where it listens, with the ports that were chosen where none was given. */
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    /** Stops at once, and twice as well: who asked and was not answered asks again, elsewhere. */
    public void stop() {
        channels.forEach(channel -> channel.close().awaitUninterruptibly());
        // Loops that end close what is left, but do not tell it: connections would keep what they have read.
        desks.forEach((loop, desk) -> loop.submit(desk.connections::stop).awaitUninterruptibly());
        // Whoever has been told that it could not start stops it once more: the loops take nothing by then.
        desks.clear();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }

    private InetSocketAddress listen(InetSocketAddress address) throws IOException {
        for (int tries = 1; ; tries++) {
            var bound = new ArrayList<Channel>();
            try {
                bound.add(bindTcp(address));
                var first = (InetSocketAddress) bound.getFirst().localAddress();
                for (var local : LocalAddresses.of(first, sockets)) {
                    for (var loop : loops) {
                        bound.add(bindUdp(local, (EventLoop) loop));
                    }
                }
                channels.addAll(bound);
                return first;
            } catch (IOException e) {
                bound.forEach(channel -> channel.close().awaitUninterruptibly());
                if (address.getPort() != 0 || tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private Channel bindTcp(InetSocketAddress address) throws IOException {
        var bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(sockets.listening())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new ServerChannelRecvByteBufAllocator()
                                .respectMaybeMoreData(false)
                                .maxMessagesPerRead(ACCEPTED_AT_ONCE))
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(TCP_READ).maxMessagesPerRead(4))
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, TCP_UNSENT)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        var desk = desk(channel.eventLoop());
                        channel.pipeline()
                                .addLast(new TcpHandler(
                                        desk.worker, desk.connections, channel, channel.remoteAddress()));
                    }
                });
        return bound(bootstrap.bind(address), address, "TCP");
    }

    private Channel bindUdp(InetSocketAddress address, EventLoop loop) throws IOException {
        var requests = new RequestBuffer(UdpHandler.MAX_REQUEST * UdpHandler.AT_ONCE);
        var bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(() -> sockets.datagram(address.getAddress()))
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UDP_UNSENT)
                .handler(new UdpHandler(desk(loop).worker, answers.maxUdpPayload()));
        if (sockets == Sockets.EPOLL) {
            bootstrap
                    .option(UnixChannelOption.SO_REUSEPORT, true)
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, UdpHandler.MAX_REQUEST)
                    .option(ChannelOption.RECVBUF_ALLOCATOR, requests);
        } else {
            bootstrap.option(
                    ChannelOption.RECVBUF_ALLOCATOR,
                    new FixedRecvByteBufAllocator(UdpHandler.MAX_REQUEST).maxMessagesPerRead(UdpHandler.AT_ONCE));
        }
        var channel = bound(bootstrap.bind(address), address, "UDP");
        channel.closeFuture().addListener(_ -> requests.release());
        return channel;
    }

    private Desk desk(EventLoop loop) {
        var desk = desks.get(loop);
        if (desk == null) {
            throw new IllegalStateException("event loop: " + loop + " (expected: one of the server's)");
        }
        return desk;
    }

    private static Channel bound(ChannelFuture bind, InetSocketAddress address, String protocol) throws IOException {
        if (bind.awaitUninterruptibly().isSuccess()) {
            return bind.channel();
        }
        var where = address.getHostString() + ":" + address.getPort();
        var why = String.valueOf(bind.cause().getMessage());
        throw new IOException(
                why.contains("in use")
                        ? "listen: %s is in use by another process (%s). Stop it, or choose another address with --listen."
                                .formatted(where, protocol)
                        : "listen: %s: %s (%s; expected: an address of this machine, and a port that may be used)"
                                .formatted(where, why, protocol),
                bind.cause());
    }
}
