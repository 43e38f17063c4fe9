package io.kubia.controller.api.http;

import io.kubia.dns.server.Sockets;
import io.kubia.role.metrics.Metrics;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server: listens, limits how many connections are open, and stops without cutting off what is under way. */
public final class HttpServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);
    private static final int BACKLOG = 512;
    private static final int LOOPS = 2;
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final HttpConfig config;
    private final Parts parts;
    private final EventLoopGroup loops;
    private final ExecutorService threads;
    private final @Nullable SslContext tls;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open;
    private final CountDownLatch drained = new CountDownLatch(1);
    private volatile boolean closing;
    private @Nullable Channel listening;

    private HttpServer(HttpConfig config, Router router, Metrics metrics, InstantSource clock) throws IOException {
        this.config = config;
        tls = config.tls().isPresent() ? tls(config.tls().get()) : null;
        open = new AtomicInteger();
        var underWay = new AtomicInteger();
        threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("api-", 0).factory());
        loops = Sockets.best().loops("api", LOOPS);
        parts = new Parts(
                config,
                router,
                new Guard(config),
                new HttpMetrics(metrics, open, underWay),
                new DateField(clock),
                threads,
                underWay);
    }

    /**
     * Starts to listen.
     *
     * @throws IOException the address cannot be listened on, or the certificate cannot be read; the message says what to do
     */
    public static HttpServer start(HttpConfig config, Router router, Metrics metrics, InstantSource clock)
            throws IOException {
        var server = new HttpServer(config, router, metrics, clock);
        try {
            server.listen();
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    private void listen() throws IOException {
        var bind = new ServerBootstrap()
                .group(loops)
                .channel(Sockets.best().listening())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(HttpConfig.WRITE_BUFFER / 4, HttpConfig.WRITE_BUFFER))
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

    /** Takes no more connections and no more requests, lets what is under way finish for a while, and cuts off the rest. */
    @Override
    public void close() {
        closing = true;
        if (listening != null) {
            listening.close().awaitUninterruptibly();
        }
        connections.forEach(connection -> connection.loop().execute(connection::drain));
        if (open.get() == 0) {
            drained.countDown();
        }
        try {
            if (!drained.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("{} connections cut off", open.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        threads.shutdownNow();
    }

    private String refusal(Throwable cause) {
        var address = config.listen().getHostString() + ":" + config.listen().getPort();
        return String.valueOf(cause.getMessage()).contains("in use")
                ? address + " is in use by another process"
                : address + ": " + cause.getMessage() + " (expected: an address of this machine, and a port that may be"
                        + " used)";
    }

    private static SslContext tls(HttpConfig.Tls files) throws IOException {
        try {
            return SslContextBuilder.forServer(
                            files.certificate().toFile(), files.key().toFile())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    files.certificate() + ", " + files.key() + ": " + e.getMessage()
                            + " (expected: a certificate and its PKCS #8 key in PEM)",
                    e);
        }
    }

    private void closed(@Nullable Connection connection) {
        if (connection != null) {
            connections.remove(connection);
        }
        if (open.decrementAndGet() == 0 && closing) {
            drained.countDown();
        }
    }

    private final class Accept extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel channel) {
            var encoder = new ResponseEncoder();
            if (tls != null) {
                channel.pipeline().addLast(tls.newHandler(channel.alloc()));
            }
            channel.pipeline().addLast(encoder);
            if (open.incrementAndGet() > config.maxConnections()) {
                channel.closeFuture().addListener(_ -> closed(null));
                turnAway(channel);
                return;
            }
            var connection = new Connection(parts, encoder);
            connections.add(connection);
            channel.closeFuture().addListener(_ -> closed(connection));
            channel.pipeline().addLast(new RequestDecoder(connection::bytesArrived), connection);
            if (closing) {
                connection.drain();
            }
        }

        private void turnAway(SocketChannel channel) {
            parts.metrics().turnedAway();
            var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SERVICE_UNAVAILABLE);
            answer.headers()
                    .set(HttpHeaderNames.CONTENT_LENGTH, 0)
                    .set(HttpHeaderNames.RETRY_AFTER, 1)
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            channel.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
