package io.kubia.dns.server;

import io.kubia.dns.answer.Forward;
import io.kubia.dns.answer.Transfer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Message;

/**
 * Answers the requests of one connection (RFC 7766): as many as the client sends without waiting, those that another
 * server is asked for as soon as it has answered, in whatever order.
 *
 * <p>Implementation note. A connection holds one unfinished request, of 64 KiB at most, and answers up to the channel's
 * high-water mark. As long as the client does not take those, or too many of its questions are under way, nothing more is
 * read; when that lasts for the idle time-out the connection is closed.
 */
final class TcpHandler extends ChannelInboundHandlerAdapter implements Connections.Connection {
    /** Of one connection, with other servers. */
    private static final int MAX_FORWARDED = 100;

    private static final int LENGTH_FIELD = 2;

    private static final Logger log = LoggerFactory.getLogger(TcpHandler.class);

    private final Worker worker;
    private final Connections connections;
    private final Channel channel;
    private final InetSocketAddress client;

    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    private @Nullable ZoneOut transfer;
    private int forwarded;
    private boolean hasEnded;
    private long activeAt;

    /** A zone that is under way, and what is said of it when all of it has been written. */
    private static final class ZoneOut {
        private final Transfer transfer;
        private final int type;
        private final String name;
        private final long startedAt;
        private long bytes;

        ZoneOut(Transfer transfer, int type, String name, long startedAt) {
            this.transfer = transfer;
            this.type = type;
            this.name = name;
            this.startedAt = startedAt;
        }
    }

    TcpHandler(Worker worker, Connections connections, Channel channel, InetSocketAddress client) {
        this.worker = worker;
        this.connections = connections;
        this.channel = channel;
        this.client = client;
    }

    @Override
    public long activeAt() {
        return activeAt;
    }

    @Override
    public void active(long now) {
        activeAt = now;
    }

    @Override
    public void close() {
        channel.close();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connections.add(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connections.remove(this);
        transfer = null;
        forgetUnread();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        forgetUnread();
    }

    /** Soon, and not when the connection ends: most are idle most of the time, and a loop that ends tells nobody. */
    private void forgetUnread() {
        unread.release();
        unread = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        unread = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), unread, (ByteBuf) message);
        work(context);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            connections.active(this);
            work(context);
            context.flush();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownReadComplete) {
            hasEnded = true;
            closeWhenDone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("connection of {}: closed", client, cause);
        context.close();
    }

    /** Goes on with whatever can be gone on with. */
    private void work(ChannelHandlerContext context) {
        boolean goesOn = true;
        while (goesOn && mayAnswer(context)) {
            goesOn = transfer != null ? sendPart(context, transfer) : answerNext(context);
        }
        if (!unread.isReadable()) {
            forgetUnread();
        }
        boolean isOpen = mayAnswer(context) && transfer == null;
        if (channel.config().isAutoRead() != isOpen) {
            channel.config().setAutoRead(isOpen);
        }
        if (hasEnded) {
            closeWhenDone();
        }
    }

    /** What waits to be sent is sent first: it may be that the client takes it at once. */
    private boolean mayAnswer(ChannelHandlerContext context) {
        if (!channel.isWritable()) {
            context.flush();
        }
        return channel.isWritable() && forwarded < MAX_FORWARDED;
    }

    /** Answers the next request, if it is there as a whole. Returns whether there may be another. */
    private boolean answerNext(ChannelHandlerContext context) {
        int length = unread.readableBytes() < LENGTH_FIELD
                ? Integer.MAX_VALUE
                : unread.getUnsignedShort(unread.readerIndex());
        if (unread.readableBytes() - LENGTH_FIELD < length) {
            return false;
        }
        connections.active(this);
        unread.skipBytes(LENGTH_FIELD);
        var request = unread.readSlice(length);
        answer(context, request);
        return channel.isActive();
    }

    private void answer(ChannelHandlerContext context, ByteBuf request) {
        long arrived = System.nanoTime();
        var out = begin(context.alloc());
        switch (worker.answer(Via.TCP, request, client.getAddress(), out)) {
            case ANSWERED -> {
                worker.answered(Via.TCP, client, out.readableBytes() - LENGTH_FIELD, System.nanoTime() - arrived);
                context.write(end(out), context.voidPromise());
            }
            case DROPPED -> {
                // Whoever sends this speaks no DNS, or takes us for a client.
                worker.metrics().dropped(QueryMetrics.Drop.NO_REQUEST);
                out.release();
                context.close();
            }
            case FORWARD -> {
                out.release();
                forward(context, worker.answerer().forward(client.getAddress()), arrived);
            }
            case TRANSFER -> {
                out.release();
                var answerer = worker.answerer();
                transfer =
                        new ZoneOut(answerer.transfer(client.getAddress()), answerer.type(), answerer.name(), arrived);
                log.info("{} is given the whole zone", client.getAddress().getHostAddress());
            }
        }
    }

    private void forward(ChannelHandlerContext context, Forward question, long arrived) {
        forwarded++;
        worker.upstreams()
                .ask(question, said -> channel.eventLoop().execute(() -> complete(context, question, said, arrived)));
    }

    private void complete(ChannelHandlerContext context, Forward question, Optional<Message> said, long arrived) {
        forwarded--;
        if (!channel.isActive()) {
            return;
        }
        var out = begin(context.alloc());
        int rcode = question.finish(said, out);
        int length = out.readableBytes() - LENGTH_FIELD;
        context.write(end(out), context.voidPromise());
        worker.forwarded(Via.TCP, client, question, rcode, length, System.nanoTime() - arrived);
        connections.active(this);
        work(context);
        context.flush();
    }

    /** Sends a message of the zone that is under way. Returns that there may be more. */
    private boolean sendPart(ChannelHandlerContext context, ZoneOut zone) {
        var out = begin(context.alloc());
        zone.transfer.next(out);
        zone.bytes += out.readableBytes() - LENGTH_FIELD;
        context.write(end(out), context.voidPromise());
        if (!zone.transfer.hasNext()) {
            transfer = null;
            worker.transferred(client, zone.type, zone.name, zone.bytes, System.nanoTime() - zone.startedAt);
        }
        return true;
    }

    /** The client sends no more: the connection ends once it has been given everything. */
    private void closeWhenDone() {
        boolean isAllAnswered = forwarded == 0 && transfer == null && channel.isWritable();
        if (hasEnded && isAllAnswered) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static ByteBuf begin(ByteBufAllocator allocator) {
        return allocator.directBuffer(512).writeZero(LENGTH_FIELD);
    }

    private static ByteBuf end(ByteBuf message) {
        return message.setShort(message.readerIndex(), message.readableBytes() - LENGTH_FIELD);
    }
}
