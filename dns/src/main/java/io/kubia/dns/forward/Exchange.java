package io.kubia.dns.forward;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.xbill.DNS.Message;

/**
 * One question to one server on a socket of its own: connected, so that the kernel takes answers from that server alone,
 * and at a port of the kernel's choice that nobody can guess (RFC 5452).
 *
 * <p>Implementation note. Runs on the transport's event loop. What comes that is no answer to the question is passed over
 * by UDP, where anybody could have sent it, and is the end by TCP.
 */
final class Exchange extends SimpleChannelInboundHandler<Object> {
    private static final int MAX_DATAGRAM = 4096;

    private final Question question;
    private final int id;
    private final byte[] request;
    private final boolean overTcp;
    private final Listener listener;

    /** Is told once how it ended, unless it was closed before. */
    interface Listener {
        void answered(Message answer);

        void failed(Throwable cause);
    }

    private Exchange(Question question, int id, boolean withEdns, boolean overTcp, Listener listener) {
        this.question = question;
        this.id = id;
        this.request = question.message(id, withEdns).toWire();
        this.overTcp = overTcp;
        this.listener = listener;
    }

    /** Asks by UDP. Close the channel to be told nothing more. */
    static Channel overUdp(
            Transport transport,
            InetSocketAddress server,
            Question question,
            int id,
            boolean withEdns,
            Listener listener) {
        var bootstrap = new Bootstrap()
                .channel(transport.datagram())
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM))
                .handler(new Exchange(question, id, withEdns, false, listener));
        return connect(bootstrap, transport, server, listener);
    }

    /** Asks by TCP. Close the channel to be told nothing more. */
    static Channel overTcp(
            Transport transport,
            InetSocketAddress server,
            Question question,
            int id,
            boolean withEdns,
            Listener listener) {
        ChannelHandler exchange = new Exchange(question, id, withEdns, true, listener);
        var bootstrap = new Bootstrap()
                .channel(transport.stream())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new LengthFieldBasedFrameDecoder(Message.MAXLENGTH + 2, 0, 2, 0, 2))
                                .addLast(new LengthFieldPrepender(2))
                                .addLast(exchange);
                    }
                });
        return connect(bootstrap, transport, server, listener);
    }

    private static Channel connect(
            Bootstrap bootstrap, Transport transport, InetSocketAddress server, Listener listener) {
        var connected = bootstrap.group(transport.loop()).disableResolver().connect(server);
        connected.addListener(future -> {
            if (!future.isSuccess()) {
                listener.failed(future.cause());
            }
        });
        return connected.channel();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.writeAndFlush(Unpooled.wrappedBuffer(request), context.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Object message) {
        var bytes = message instanceof DatagramPacket packet ? packet.content() : (ByteBuf) message;
        try {
            var answer = new Message(ByteBufUtil.getBytes(bytes));
            if (question.isAnsweredBy(answer, id)) {
                listener.answered(answer);
                context.close();
            } else if (overTcp) {
                throw new IOException("an answer to something else");
            }
        } catch (IOException | IllegalArgumentException e) {
            if (overTcp) {
                listener.failed(e);
                context.close();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        listener.failed(new IOException("connection closed"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        listener.failed(cause);
        context.close();
    }
}
