package io.kubia.dns.server;

import io.kubia.dns.zone.LiveZone;
import io.kubia.role.metrics.Metrics;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /metrics}, {@code /healthz} and {@code /readyz}, on an event loop of its own: who reads metrics, or
 * floods this port, takes nothing from those who ask for names. One answer for each connection.
 */
public final class MetricsServer {
    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";
    private static final int MAX_CONNECTIONS = 100;
    private static final int TIMEOUT_SECONDS = 5;

    private final InetSocketAddress listen;
    private final Metrics metrics;
    private final LiveZone zone;
    private final Sockets sockets = Sockets.best();
    private final EventLoopGroup loops = sockets.loops("metrics", 1);
    private final AtomicInteger open = new AtomicInteger();
    private @Nullable Channel channel;

    /** Makes a server that does not listen yet. */
    public MetricsServer(InetSocketAddress listen, Metrics metrics, LiveZone zone) {
        this.listen = listen;
        this.metrics = metrics;
        this.zone = zone;
    }

    /**
     * Listens.
     *
     * @throws IOException the address cannot be listened on; the message says what to do
     */
    public void start() throws IOException {
        var bind = new ServerBootstrap()
                .group(loops)
                .channel(sockets.listening())
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel accepted) {
                        accepted.closeFuture().addListener(_ -> open.decrementAndGet());
                        if (open.incrementAndGet() > MAX_CONNECTIONS) {
                            accepted.close();
                            return;
                        }
                        accepted.pipeline()
                                .addLast(new ReadTimeoutHandler(TIMEOUT_SECONDS), new HttpServerCodec(), new Handler());
                    }
                })
                .bind(listen)
                .awaitUninterruptibly();
        if (!bind.isSuccess()) {
            throw new IOException(
                    "metrics: %s:%d: %s. Choose another address with --metrics, or --metrics none."
                            .formatted(
                                    listen.getHostString(),
                                    listen.getPort(),
                                    bind.cause().getMessage()),
                    bind.cause());
        }
        channel = bind.channel();
    }

    /** Where it listens, with the port that was chosen if none was given. */
    public InetSocketAddress address() {
        var bound = channel;
        if (bound == null) {
            throw new IllegalStateException("not started");
        }
        return (InetSocketAddress) bound.localAddress();
    }

    /** Stops at once. */
    public void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }

    private final class Handler extends SimpleChannelInboundHandler<HttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpRequest request) {
            boolean isReading =
                    request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
            if (request.decoderResult().isFailure()) {
                answer(context, HttpResponseStatus.BAD_REQUEST, PLAIN_TEXT, "bad request\n");
            } else if (!isReading) {
                answer(context, HttpResponseStatus.METHOD_NOT_ALLOWED, PLAIN_TEXT, "only GET\n");
            } else {
                get(context, request.uri());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }

        private void get(ChannelHandlerContext context, String path) {
            switch (path) {
                case "/metrics" -> answer(context, HttpResponseStatus.OK, Metrics.CONTENT_TYPE, metrics.render());
                case "/healthz" -> answer(context, HttpResponseStatus.OK, PLAIN_TEXT, "ok\n");
                case "/readyz" -> {
                    if (zone.now().isSynced()) {
                        answer(context, HttpResponseStatus.OK, PLAIN_TEXT, "ok\n");
                    } else {
                        answer(
                                context,
                                HttpResponseStatus.SERVICE_UNAVAILABLE,
                                PLAIN_TEXT,
                                "the zone is not known yet\n");
                    }
                }
                default ->
                    answer(
                            context,
                            HttpResponseStatus.NOT_FOUND,
                            PLAIN_TEXT,
                            "expected: /metrics, /healthz or /readyz\n");
            }
        }

        private static void answer(ChannelHandlerContext context, HttpResponseStatus status, String type, String text) {
            var body = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
            var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, type)
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
