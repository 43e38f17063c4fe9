package io.kubia.dns.server;

import io.kubia.dns.answer.AnswerConfig;
import io.kubia.dns.answer.Forward;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Message;

/**
 * Answers the datagrams of one socket.
 *
 * <p>Implementation note. What was read at once is answered at once: one system call takes up to {@link #AT_ONCE}
 * requests and one sends their answers, which stand one after the other in one buffer. When the socket takes no more,
 * answers are not kept for it: their clients will have asked again before.
 */
final class UdpHandler extends ChannelInboundHandlerAdapter {
    /** Requests that one system call may bring. */
    static final int AT_ONCE = 64;

    /** A request needs less; one that is longer is cut, and then malformed. */
    static final int MAX_REQUEST = AnswerConfig.SAFE_UDP_PAYLOAD;

    private static final Logger log = LoggerFactory.getLogger(UdpHandler.class);

    /** For the answers of one reading, most of which are far below the limit of one. */
    private static final int ROOM = 32 * 1024;

    private final Worker worker;
    private final int maxAnswer;
    private ByteBuf room = Unpooled.EMPTY_BUFFER;
    private long readAt;

    /** {@code maxAnswer}: bytes that an answer has at most. */
    UdpHandler(Worker worker, int maxAnswer) {
        this.worker = worker;
        this.maxAnswer = maxAnswer;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var packet = (DatagramPacket) message;
        try {
            if (readAt == 0) {
                readAt = System.nanoTime();
            }
            answer(context, packet.content(), packet.sender());
        } finally {
            packet.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        readAt = 0;
        context.flush();
        boolean allIsSent = room.refCnt() == 1;
        if (allIsSent) {
            // The same memory again, which is still in the processor's cache.
            room.clear();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        room.release();
        room = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A client that cannot be reached (any more), or a firewall: of no concern for all others.
        worker.metrics().dropped(QueryMetrics.Drop.NOT_SENT);
        log.debug("a datagram was not read or not sent", cause);
    }

    private void answer(ChannelHandlerContext context, ByteBuf request, InetSocketAddress client) {
        boolean nobodyThere = client.getPort() == 0;
        if (nobodyThere || !context.channel().isWritable()) {
            worker.metrics().dropped(nobodyThere ? QueryMetrics.Drop.NO_REQUEST : QueryMetrics.Drop.NO_ROOM);
            return;
        }
        if (room.writableBytes() < maxAnswer) {
            room.release();
            room = context.alloc().directBuffer(ROOM, ROOM);
        }
        int start = room.writerIndex();
        long arrived = readAt;
        switch (worker.answer(Via.UDP, request, client.getAddress(), room)) {
            case ANSWERED -> {
                send(context, client, start);
                worker.answered(Via.UDP, client, room.writerIndex() - start, System.nanoTime() - arrived);
            }
            case DROPPED -> worker.metrics().dropped(QueryMetrics.Drop.NO_REQUEST);
            case FORWARD -> {
                room.writerIndex(start);
                var question = worker.answerer().forward(client.getAddress());
                var channel = context.channel();
                worker.upstreams()
                        .ask(
                                question,
                                said -> channel.eventLoop()
                                        .execute(() -> complete(channel, client, question, said, arrived)));
            }
            case TRANSFER -> {
                room.writerIndex(start);
                // By UDP it is one message: the serial number, from which the client sees whether to come by TCP.
                worker.answerer().transfer(client.getAddress()).next(room);
                send(context, client, start);
                worker.answered(Via.UDP, client, room.writerIndex() - start, System.nanoTime() - arrived);
            }
        }
    }

    private void send(ChannelHandlerContext context, InetSocketAddress client, int start) {
        var answer = room.retainedSlice(start, room.writerIndex() - start);
        context.write(new DatagramPacket(answer, client), context.voidPromise());
    }

    private void complete(
            Channel channel, InetSocketAddress client, Forward question, Optional<Message> said, long arrived) {
        if (!channel.isActive() || !channel.isWritable()) {
            worker.metrics().dropped(QueryMetrics.Drop.NO_ROOM);
            return;
        }
        var answer = channel.alloc().directBuffer(maxAnswer);
        int rcode = question.finish(said, answer);
        int length = answer.readableBytes();
        channel.writeAndFlush(new DatagramPacket(answer, client), channel.voidPromise());
        worker.forwarded(Via.UDP, client, question, rcode, length, System.nanoTime() - arrived);
    }
}
