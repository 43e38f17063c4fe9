package io.kubia.controller.api.http;

import io.kubia.controller.api.proxy.ProxyExchange;
import io.kubia.controller.model.Status;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** A request that is sent on as it comes, and the answer that comes back. For the event loop of the connection only. */
final class ProxiedExchange implements ProxyExchange {
    private final Connection connection;
    private final Exchange exchange;
    private @Nullable BodyReceiver receiver;
    private boolean paused;
    private boolean begun;
    private boolean over;
    private boolean requestEnded;
    private boolean keepAlive = true;

    ProxiedExchange(Connection connection, Exchange exchange) {
        this.connection = connection;
        this.exchange = exchange;
    }

    @Override
    public HttpRequest head() {
        return exchange.head().raw();
    }

    @Override
    public Channel channel() {
        return connection.channel();
    }

    @Override
    public void receive(BodyReceiver taker) {
        if (receiver != null) {
            throw new IllegalStateException("received already");
        }
        receiver = taker;
        if (over) {
            taker.gone();
        } else {
            connection.handleMessages();
        }
    }

    @Override
    public void setReading(boolean reading) {
        paused = !reading;
        if (reading && !over) {
            connection.handleMessages();
        }
    }

    @Override
    public boolean isWritable() {
        return channel().isWritable();
    }

    @Override
    public ChannelFuture write(HttpObject part) {
        if (over) {
            ReferenceCountUtil.release(part);
            return channel().newFailedFuture(new IllegalStateException("the exchange is over"));
        }
        if (part instanceof HttpResponse head) {
            begin(head);
        }
        boolean isLast = part instanceof LastHttpContent;
        var written = channel().writeAndFlush(part);
        if (isLast) {
            over = true;
            connection.proxied(exchange, keepAlive, isRequestOver());
        }
        return written;
    }

    @Override
    public void fail(Status status) {
        if (over) {
            return;
        }
        if (begun) {
            abort();
            return;
        }
        over = true;
        if (isRequestOver()) {
            connection.answerProxied(exchange, status);
        } else {
            connection.reject(status);
        }
    }

    @Override
    public void abort() {
        over = true;
        channel().close();
    }

    /** Whether nothing more of the request comes, or nothing but the sign that this is so. */
    private boolean isRequestOver() {
        return requestEnded || !exchange.head().hasBody();
    }

    /** Whether the next part of the body can be handed on; what comes after its end is the next request. */
    boolean isReading() {
        return receiver != null && !paused && !over && !requestEnded;
    }

    void content(HttpContent content) {
        var taker = receiver;
        if (taker == null || over) {
            content.release();
            return;
        }
        requestEnded = content instanceof LastHttpContent;
        taker.content(content);
    }

    void writable() {
        if (receiver != null && !over) {
            receiver.writable();
        }
    }

    void gone() {
        boolean wasOver = over;
        over = true;
        if (receiver != null && !wasOver) {
            receiver.gone();
        }
    }

    /** The client of an HTTP/1.0 request knows no chunks: for it the connection's end is the answer's. */
    private void begin(HttpResponse head) {
        if (head.status().code() >= 200) {
            begun = true;
            connection.begun(exchange, head.status().code());
        }
        boolean isChunked = head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
        if (exchange.head().http10() && isChunked) {
            head.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
            keepAlive = false;
        }
        if (!keepAlive || !exchange.head().keepAlive()) {
            keepAlive = false;
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }
}
