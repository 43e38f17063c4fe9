package io.kubia.node.peers;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.io.IoClientFactory;
import org.xbill.DNS.io.TcpIoClient;
import org.xbill.DNS.io.UdpIoClient;

/**
 * The sockets of one look-up, behind dnsjava's own port for them, on the cluster's event loop.
 *
 * <p>dnsjava's default is a selector thread and a shutdown hook for the whole process; it notices time-outs up to a
 * second late and takes the first datagram for the answer whatever its id. Here every question has a socket of its own
 * (hence a port of the kernel's choice that nobody can guess, RFC 5452), which takes answers from the asked server
 * alone, waits on when one has another id, and is closed with the look-up at the latest: {@code timeout} is therefore not
 * looked at.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails there fails the channel, which is listened to
final class DnsSockets implements IoClientFactory, UdpIoClient, TcpIoClient, AutoCloseable {
    /** More than the size that we offer to servers: some send more. */
    private static final int DATAGRAM_SIZE = 4096;

    private static final int HEADER_SIZE = 12;

    private final EventLoop loop;
    private final Transport transport;
    private final List<Channel> open = new ArrayList<>();
    private boolean closed;

    DnsSockets(EventLoop loop, Transport transport) {
        this.loop = loop;
        this.transport = transport;
    }

    @Override
    public TcpIoClient createOrGetTcpClient() {
        return this;
    }

    @Override
    public UdpIoClient createOrGetUdpClient() {
        return this;
    }

    @Override
    public CompletableFuture<byte[]> sendAndReceiveUdp(
            @Nullable InetSocketAddress local,
            InetSocketAddress server,
            Message query,
            byte[] question,
            int max,
            Duration timeout) {
        var answer = new CompletableFuture<byte[]>();
        var bootstrap = new Bootstrap()
                .channel(transport.datagram())
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(DATAGRAM_SIZE))
                .handler(new Exchange(question, answer));
        return connect(bootstrap, server, answer);
    }

    @Override
    public CompletableFuture<byte[]> sendAndReceiveTcp(
            @Nullable InetSocketAddress local,
            InetSocketAddress server,
            Message query,
            byte[] question,
            Duration timeout) {
        var answer = new CompletableFuture<byte[]>();
        var bootstrap = new Bootstrap()
                .channel(transport.stream())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new LengthFieldBasedFrameDecoder(Message.MAXLENGTH + 2, 0, 2, 0, 2))
                                .addLast(new LengthFieldPrepender(2))
                                .addLast(new Exchange(question, answer));
                    }
                });
        return connect(bootstrap, server, answer);
    }

    @Override
    public void close() {
        closed = true;
        List.copyOf(open).forEach(Channel::close);
    }

    private CompletableFuture<byte[]> connect(
            Bootstrap bootstrap, InetSocketAddress server, CompletableFuture<byte[]> answer) {
        if (closed) {
            answer.completeExceptionally(new ClosedChannelException());
            return answer;
        }
        ChannelFuture connected = bootstrap.group(loop).disableResolver().connect(server);
        var channel = connected.channel();
        open.add(channel);
        channel.closeFuture().addListener(ignored -> open.remove(channel));
        connected.addListener(future -> {
            if (!future.isSuccess()) {
                answer.completeExceptionally(future.cause());
            }
        });
        return answer;
    }

    /** Sends the question once connected, and closes the socket once there is an answer to it. */
    private static final class Exchange extends ChannelInboundHandlerAdapter {
        private final byte[] question;
        private final CompletableFuture<byte[]> answer;

        Exchange(byte[] question, CompletableFuture<byte[]> answer) {
            this.question = question;
            this.answer = answer;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(Unpooled.wrappedBuffer(question), context.voidPromise());
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                var bytes = message instanceof DatagramPacket packet ? packet.content() : (ByteBuf) message;
                if (answersTheQuestion(bytes)) {
                    var copy = new byte[bytes.readableBytes()];
                    bytes.readBytes(copy);
                    answer.complete(copy);
                    context.close();
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            answer.completeExceptionally(new IOException("connection closed"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            answer.completeExceptionally(cause);
            context.close();
        }

        /** The same id, and a response: whatever else is wrong with it is the server's word, and dnsjava's to judge. */
        private boolean answersTheQuestion(ByteBuf bytes) {
            int start = bytes.readerIndex();
            return bytes.readableBytes() >= HEADER_SIZE
                    && bytes.getByte(start) == question[0]
                    && bytes.getByte(start + 1) == question[1]
                    && (bytes.getByte(start + 2) & 0x80) != 0;
        }
    }
}
