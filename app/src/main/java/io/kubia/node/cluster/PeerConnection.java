package io.kubia.node.cluster;

import io.kubia.node.peers.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a peer, kept from one exchange to the next. Used on its event loop only.
 *
 * <table>
 * <caption>States</caption>
 * <tr><th>state</th><th>event</th><th>next</th></tr>
 * <tr><td>idle</td><td>{@link #send}</td><td>busy</td></tr>
 * <tr><td>idle</td><td>anything from the peer</td><td>closed: it answers what nobody asked</td></tr>
 * <tr><td>busy</td><td>the end of the answer</td><td>ending, until all that was read with it has been looked at</td></tr>
 * <tr><td>ending</td><td>nothing came after it</td><td>idle, or closed when either side wants that</td></tr>
 * <tr><td>busy</td><td>error, close, {@link #abandon}</td><td>closed</td></tr>
 * </table>
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails there fails the channel, whose events are handled
final class PeerConnection extends ChannelInboundHandlerAdapter {
    /** A peer may announce its answer, but not for ever (RFC 9110, section 15.2). */
    private static final int MAX_INFORMATIONAL = 8;

    private final PeerConnections connections;
    private final PeerRoute route;
    private final Channel channel;

    private @Nullable Exchange exchange;
    private int informational;
    private boolean isAnswering;
    private boolean isEnding;
    private boolean isReusable;
    private boolean isReused;
    private long idleSince;

    PeerConnection(PeerConnections connections, PeerRoute route, Channel channel) {
        this.connections = connections;
        this.route = route;
        this.channel = channel;
    }

    /** Who asked. At the end exactly one of {@link #end} and {@link #broken} is called. */
    interface Exchange {
        void response(HttpResponse response);

        /** Takes over the bytes. */
        void content(ByteBuf bytes);

        void end();

        /** Nothing comes any more. */
        void broken(String reason);
    }

    /** Whether it has served an earlier exchange, so that the peer may have closed it meanwhile. */
    boolean isReused() {
        return isReused;
    }

    PeerRoute route() {
        return route;
    }

    boolean isActive() {
        return channel.isActive();
    }

    long idleSince() {
        return idleSince;
    }

    void becomeIdle(long now) {
        idleSince = now;
        isReused = true;
    }

    void send(Exchange asking) {
        exchange = asking;
        informational = 0;
        isAnswering = false;
        isReusable = false;
        channel.config().setAutoRead(true);
        channel.writeAndFlush(route.request(), channel.voidPromise());
    }

    void pause() {
        channel.config().setAutoRead(false);
    }

    void resume() {
        channel.config().setAutoRead(true);
    }

    /** The answer is not wanted any more. */
    void abandon() {
        exchange = null;
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (exchange == null || isEnding) {
                // More than was asked for: whatever it is, it must not become the answer to the next request.
                isReusable = false;
                channel.close();
            } else if (message instanceof HttpObject part) {
                read(exchange, part);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (isEnding) {
            finish();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (isEnding) {
            finish();
        }
        fail(isAnswering ? "connection closed before the end of its data" : "connection closed without an answer");
        connections.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(Reason.of(cause));
        channel.close();
    }

    private void read(Exchange asking, HttpObject part) {
        if (part.decoderResult().isFailure()) {
            fail(invalid(part.decoderResult().cause()));
            channel.close();
            return;
        }
        if (part instanceof HttpResponse response) {
            respond(asking, response);
        }
        // What it was told may have been enough for who asked: then there is no exchange any more.
        if (part instanceof HttpContent content && isAnswering && exchange != null) {
            asking.content(content.content().retain());
        }
        if (part instanceof LastHttpContent && isAnswering && exchange != null) {
            isEnding = true;
        }
    }

    private void respond(Exchange asking, HttpResponse response) {
        if (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            isAnswering = true;
            isReusable = HttpUtil.isKeepAlive(response);
            asking.response(response);
        } else if (++informational > MAX_INFORMATIONAL) {
            fail("it announces its answer again and again");
            channel.close();
        }
    }

    private void finish() {
        isEnding = false;
        var asking = exchange;
        exchange = null;
        if (isReusable && channel.isActive()) {
            channel.config().setAutoRead(true);
            connections.release(this);
        } else {
            channel.close();
        }
        if (asking != null) {
            asking.end();
        }
    }

    private void fail(String reason) {
        var asking = exchange;
        exchange = null;
        if (asking != null) {
            asking.broken(reason);
        }
    }

    private static String invalid(Throwable cause) {
        return cause instanceof TooLongFrameException
                ? "its answer's header is too large"
                : "its answer is not valid HTTP (" + Reason.of(cause) + ")";
    }
}
