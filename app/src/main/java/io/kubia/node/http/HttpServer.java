package io.kubia.node.http;

import io.kubia.node.cluster.Cluster;
import io.kubia.node.store.DataStore;
import io.kubia.role.metrics.Metrics;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The HTTP server: listens, limits how many connections are open, and stops without cutting off what is under way. */
public final class HttpServer {
    private static final int BACKLOG = 1024;
    /**
     * Connections that one turn of an event loop takes. Left to itself Netty's epoll takes one: it believes that more are
     * waiting only if the accepted descriptor is number 1. Of hundreds that come at once the last would then wait until
     * those before it had asked hundreds of times.
     */
    private static final int ACCEPTED_AT_ONCE = 256;

    private final HttpConfig config;
    private final EventLoopGroup group;
    private final Class<? extends ServerSocketChannel> channelType;
    private final ServerParts parts;
    private final HttpMetrics httpMetrics;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open;

    private volatile @Nullable Channel listening;
    private volatile @Nullable CountDownLatch drained;

    /** Makes a server that does not listen yet. */
    public HttpServer(
            HttpConfig config,
            EventLoopGroup group,
            Class<? extends ServerSocketChannel> channelType,
            DataStore store,
            Cluster cluster,
            Readiness readiness,
            StoredLine storedLine,
            Metrics metrics,
            InstantSource clock) {
        this.config = config;
        this.group = group;
        this.channelType = channelType;
        open = new AtomicInteger();
        httpMetrics = new HttpMetrics(metrics, open);
        parts = new ServerParts(
                config,
                store,
                new Answers(config.name(), store, cluster, readiness, storedLine, metrics),
                new DateField(clock),
                httpMetrics);
    }

    /**
     * Listens.
     *
     * @throws IOException the address cannot be listened on; the message says what to do
     */
    public void start() throws IOException {
        var bind = new ServerBootstrap()
                .group(group)
                .channel(channelType)
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
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(HttpConfig.READ_BUFFER).maxMessagesPerRead(1))
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(HttpConfig.WRITE_BUFFER / 2, HttpConfig.WRITE_BUFFER))
                .childHandler(new Accept())
                .bind(config.listen())
                .awaitUninterruptibly();
        if (!bind.isSuccess()) {
            throw new IOException(refusal(bind.cause()), bind.cause());
        }
        listening = bind.channel();
    }

    /** Where it listens, with the port that was chosen if none was given. */
    public InetSocketAddress address() {
        var channel = listening;
        if (channel == null) {
            throw new IllegalStateException("not started");
        }
        return (InetSocketAddress) channel.localAddress();
    }

    /**
     * Takes no more connections and no more requests, and lets what is under way finish; after {@code grace} the rest is
     * cut off with the event loops.
     *
     * @return whether everything was finished in time
     */
    public boolean stop(Duration grace) throws InterruptedException {
        var channel = listening;
        if (channel != null) {
            channel.close().awaitUninterruptibly();
        }
        var latch = new CountDownLatch(1);
        drained = latch;
        connections.forEach(connection -> connection.loop().execute(connection::drain));
        if (open.get() == 0) {
            latch.countDown();
        }
        return latch.await(grace.toMillis(), TimeUnit.MILLISECONDS);
    }

    private String refusal(Throwable cause) {
        var address = config.listen().getHostString() + ":" + config.listen().getPort();
        return String.valueOf(cause.getMessage()).contains("in use")
                ? "listen: %s is in use by another process. Stop it, or choose another address with --listen."
                        .formatted(address)
                : "listen: %s: %s (expected: an address of this machine, and a port that may be used)"
                        .formatted(address, cause.getMessage());
    }

    private void closed() {
        var latch = drained;
        if (open.decrementAndGet() == 0 && latch != null) {
            latch.countDown();
        }
    }

    private final class Accept extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel channel) {
            int number = open.incrementAndGet();
            channel.closeFuture().addListener(_ -> closed());
            if (number > config.maxConnections()) {
                httpMetrics.turnedAway();
                turnAway(channel);
                return;
            }
            var connection = new Connection(parts);
            connections.add(connection);
            channel.closeFuture().addListener(_ -> connections.remove(connection));
            channel.pipeline().addLast(new RequestDecoder(connection::bytesArrived), connection);
            if (drained != null) {
                connection.drain();
            }
        }

        private void turnAway(SocketChannel channel) {
            var answer = new ClosingAnswer(
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "%d connections are open (--max-connections)".formatted(config.maxConnections()));
            var out = answer.write(channel.alloc(), parts.dates().value());
            channel.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
