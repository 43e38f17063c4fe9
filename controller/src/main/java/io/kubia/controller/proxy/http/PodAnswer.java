package io.kubia.controller.proxy.http;

import io.kubia.controller.api.proxy.ProxyExchange;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A pod's answer on its way back to the client. */
final class PodAnswer extends ChannelInboundHandlerAdapter {
    private final Forwarding forwarding;
    private final ProxyExchange exchange;
    private final HttpProxyMetrics metrics;
    private final Links links;

    private @Nullable PageLinks page;
    /** Whether what comes belongs to an answer that only announces another one (RFC 9110, 15.2). */
    private boolean isInterim;

    PodAnswer(Forwarding forwarding, ProxyExchange exchange, HttpProxyMetrics metrics, Links links) {
        this.forwarding = forwarding;
        this.exchange = exchange;
        this.metrics = metrics;
        this.links = links;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (forwarding.isOver() || !(message instanceof HttpObject part)) {
            ReferenceCountUtil.release(message);
        } else if (part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            forwarding.failed(DialErrors.unreachable("malformed HTTP response"));
        } else if (part instanceof HttpResponse head) {
            head(head);
        } else if (part instanceof HttpContent content) {
            content(content);
        }
        if (!forwarding.isOver() && !exchange.isWritable()) {
            ctx.channel().config().setAutoRead(false);
        }
    }

    private void head(HttpResponse head) {
        isInterim = head.status().code() < 200;
        if (isInterim) {
            return;
        }
        var method = method();
        Fields.toClient(head, method, links);
        if (Fields.isPage(head, method)) {
            page = new PageLinks(links);
            Fields.withoutLength(head);
        }
        exchange.write(head);
    }

    private HttpMethod method() {
        return exchange.head().method();
    }

    private void content(HttpContent content) {
        boolean isLast = content instanceof LastHttpContent;
        if (isInterim) {
            content.release();
            isInterim = !isLast;
            return;
        }
        metrics.received(content.content().readableBytes());
        if (page != null) {
            content = changed(page, content, isLast);
        }
        if (isLast) {
            forwarding.end();
        }
        exchange.write(content);
    }

    /** Links are ASCII in whatever the page is written; the other bytes are passed on as they are. */
    private HttpContent changed(PageLinks changing, HttpContent content, boolean isLast) {
        var text = changing.pass(content.content().toString(StandardCharsets.ISO_8859_1));
        content.release();
        var bytes = Unpooled.copiedBuffer(isLast ? text + changing.rest() : text, StandardCharsets.ISO_8859_1);
        return isLast ? new DefaultLastHttpContent(bytes) : new DefaultHttpContent(bytes);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        forwarding.resume(ctx.channel());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        forwarding.failed(DialErrors.broken(null));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            forwarding.failed(DialErrors.unreachable("i/o timeout"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        forwarding.failed(DialErrors.broken(cause));
        ctx.close();
    }
}
