package io.kubia.controller.proxy.http;

import io.kubia.controller.proxy.Backend;
import io.kubia.dns.server.Sockets;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes connections to pods, one for each request: on loopback that costs less than to know which ones still live. */
final class Outbound {
    private static final int MAX_LINE = 16 * 1024;
    private static final int MAX_FIELDS = 64 * 1024;
    private static final int CHUNK = 64 * 1024;

    private final HttpProxyConfig config;
    private final HttpProxyMetrics metrics;
    private volatile @Nullable SslContext tls;

    Outbound(HttpProxyConfig config, HttpProxyMetrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    HttpProxyConfig config() {
        return config;
    }

    HttpProxyMetrics metrics() {
        return metrics;
    }

    /** Connects, on the event loop of the client, and reads nothing before it is told to. */
    ChannelFuture connect(EventLoop loop, Backend to, InetSocketAddress address, boolean isTls, ChannelHandler taker) {
        return new Bootstrap()
                .group(loop)
                .channel(Sockets.best().stream())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        config.connectTimeout().toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) throws SSLException {
                        if (isTls) {
                            channel.pipeline().addLast(tls().newHandler(channel.alloc(), to.address(), to.port()));
                        }
                        channel.pipeline()
                                .addLast(
                                        codec(),
                                        new IdleStateHandler(
                                                0, 0, config.idleTimeout().toMillis(), TimeUnit.MILLISECONDS),
                                        taker);
                    }
                })
                .connect(address);
    }

    private static HttpClientCodec codec() {
        var limits = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_FIELDS)
                .setMaxChunkSize(CHUNK);
        return new HttpClientCodec(limits, false, false);
    }

    /** As in Kubernetes, a pod's certificate is not checked: whoever asks has named the pod, and we found its address. */
    private SslContext tls() throws SSLException {
        var known = tls;
        if (known == null) {
            known = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm(null)
                    .build();
            tls = known;
        }
        return known;
    }
}
