package io.kubia.node.cluster;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.Closeable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Peers kubia-1, kubia-2 and so on, each on an address of its own, all on one event loop, besides this node itself. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes its connection, which the reader notices
final class ManyPeers implements Closeable {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final AtomicInteger connections = new AtomicInteger();
    private final IntFunction<ByteBuf> data;
    private final int count;
    private final int port;

    /** {@code count} with this node, {@code data} by ordinal. */
    ManyPeers(int count, IntFunction<ByteBuf> data) {
        this.count = count;
        this.data = data;
        int bound = 0;
        for (int ordinal = 1; ordinal < count; ordinal++) {
            bound = listen(ordinal, bound);
        }
        port = bound;
    }

    static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    /** The records of all of them and of this node, kubia-0. */
    List<String> records() {
        var records = new ArrayList<String>();
        for (int ordinal = 0; ordinal < count; ordinal++) {
            records.add("@ SRV 0 50 " + port + " kubia-" + ordinal);
            records.add("kubia-" + ordinal + " A " + address(ordinal));
        }
        return records;
    }

    int connections() {
        return connections.get();
    }

    private int listen(int ordinal, int onPort) {
        var server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.incrementAndGet();
                        channel.pipeline().addLast(new HttpRequestDecoder()).addLast(new Answers(ordinal));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.ofLiteral(address(ordinal)), onPort))
                .syncUninterruptibly()
                .channel();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    private static String address(int ordinal) {
        return "127.244." + (100 + ordinal / 250) + "." + (1 + ordinal % 250);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Answers extends SimpleChannelInboundHandler<HttpObject> {
        private final int ordinal;

        Answers(int ordinal) {
            this.ordinal = ordinal;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
            if (part instanceof LastHttpContent) {
                var body = data.apply(ordinal);
                context.write(text("HTTP/1.1 200 OK\r\nContent-Length: " + body.readableBytes() + "\r\n\r\n"));
                context.writeAndFlush(body);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
