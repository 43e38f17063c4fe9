package io.kubia.controller.api.http;

import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: takes requests one after the other, also when they come all at once, and answers each before
 * it looks at the next.
 *
 * <pre>
 * IDLE ──bytes──▶ HEAD ──head──▶ BODY ──last byte──▶ ANSWERING ──answer's end──▶ IDLE
 *                   └──head of a proxied one──▶ PROXYING ──both ends──▶ IDLE
 * any ──fault──▶ LINGERING ──client's end, or time──▶ closed
 * </pre>
 *
 * <p>Implementation note: belongs to one event loop; nothing here is touched by another thread, but for {@link #loop} and
 * {@link #channel}. The channel stops reading as soon as it brought something that cannot be handled yet, so what a
 * connection holds in memory is bounded by one read, one body and the outbound buffer.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);
    private static final Duration LINGER = Duration.ofSeconds(2);
    /** What is read past so that a client who still sends can read our answer; then it has had its chance. */
    private static final long LINGER_BYTES = 1 << 20;

    private enum Phase {
        IDLE,
        HEAD,
        BODY,
        ANSWERING,
        PROXYING,
        LINGERING
    }

    private final Parts parts;
    private final ResponseEncoder encoder;
    private final Deque<Object> messages = new ArrayDeque<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

    @SuppressWarnings("NullAway.Init") // set by handlerAdded, before anything else happens
    private ChannelHandlerContext ctx;

    private Phase phase = Phase.IDLE;
    private @Nullable Future<?> deadline;
    private @Nullable Exchange exchange;
    private @Nullable ProxiedExchange proxied;
    private long discarded;
    private boolean handling;
    private boolean closing;

    Connection(Parts parts, ResponseEncoder encoder) {
        this.parts = parts;
        this.encoder = encoder;
    }

    EventLoop loop() {
        return ctx.channel().eventLoop();
    }

    Channel channel() {
        return ctx.channel();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        enter(Phase.IDLE);
    }

    /** Run by the decoder before it looks at new bytes. */
    void bytesArrived() {
        if (phase == Phase.IDLE) {
            enter(Phase.HEAD);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        messages.add(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        handleMessages();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        var current = exchange;
        if (current != null && current.stream() != null) {
            current.stream().writable();
        }
        if (proxied != null && ctx.channel().isWritable()) {
            proxied.writable();
        }
        handleMessages();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancelDeadline();
        var current = exchange;
        exchange = null;
        if (current != null && current.stream() != null) {
            current.stream().gone();
        }
        if (proxied != null) {
            proxied.gone();
            proxied = null;
        }
        dropMessages();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException || cause instanceof io.netty.handler.codec.DecoderException) {
            log.debug("{}: {}", ctx.channel(), cause.toString());
        } else {
            log.error("{}: closed by a fault of ours", ctx.channel(), cause);
        }
        ctx.close();
    }

    /** The server is stopping: what is under way is finished, and no other request is taken. */
    void drain() {
        closing = true;
        var current = exchange;
        if (phase == Phase.IDLE) {
            closeAfterWrites();
        } else if (current != null && current.isLong() && current.stream() != null) {
            current.stream().stop(); // it would go on for ever
        }
    }

    /** Sends a whole answer, unless there has been another. */
    void send(Exchange which, Response.Whole answer) {
        if (exchange == which && which.claim()) {
            answered(which, answer.status());
            write(answer, which.head().keepAlive());
        }
    }

    /** The head of an answer in pieces is on its way. */
    void begun(Exchange which, int status) {
        cancelDeadline();
        answered(which, status);
    }

    /** The last piece of an answer is on its way. */
    void finished(Exchange which) {
        if (exchange == which) {
            next(which.head().keepAlive() && !which.head().http10());
        }
    }

    /** A proxied exchange has been answered to its end; with part of its request still to come it is the last one. */
    void proxied(Exchange which, boolean keepAlive, boolean requestEnded) {
        if (exchange != which) {
            return;
        }
        if (requestEnded) {
            next(keepAlive && which.head().keepAlive());
        } else {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> endOutput());
            linger();
        }
    }

    /** A proxied exchange, whose request has come to its end, is answered by us. */
    void answerProxied(Exchange which, Status why) {
        if (exchange == which) {
            phase = Phase.ANSWERING;
            send(which, Response.of(why));
        }
    }

    /** Goes on with what came meanwhile, unless that is being done already. */
    void handleMessages() {
        if (handling) {
            return;
        }
        handling = true;
        try {
            while (isReady() && !messages.isEmpty()) {
                handle(messages.poll());
            }
        } finally {
            handling = false;
        }
        if (ctx.channel().isActive()) {
            ctx.channel().config().setAutoRead(messages.isEmpty());
        }
    }

    private boolean isReady() {
        return switch (phase) {
            case IDLE, HEAD -> ctx.channel().isWritable() && !closing;
            case BODY, LINGERING -> true;
            case ANSWERING -> false;
            case PROXYING -> proxied != null && proxied.isReading();
        };
    }

    private void handle(Object message) {
        boolean isKept = false;
        try {
            if (phase == Phase.LINGERING) {
                discard(message);
            } else if (message instanceof HttpObject part
                    && part.decoderResult().isFailure()) {
                reject(Refusals.of(part.decoderResult().cause()));
            } else if (message instanceof HttpRequest head) {
                begin(head);
            } else if (message instanceof HttpContent content && phase == Phase.BODY) {
                take(content);
            } else if (message instanceof HttpContent content && proxied != null) {
                isKept = true;
                proxied.content(content);
            }
        } finally {
            if (!isKept) {
                ReferenceCountUtil.release(message);
            }
        }
    }

    private void begin(HttpRequest raw) {
        encoder.answersHead(raw.method().equals(HttpMethod.HEAD));
        Head head;
        try {
            head = Head.check(raw);
        } catch (ApiException e) {
            reject(e.status());
            return;
        }
        try {
            parts.guard().check(head, ctx.channel().localAddress());
            begin(new Exchange(head, parts.router().route(head), System.nanoTime()));
        } catch (ApiException e) {
            refuse(head, e.status());
        }
    }

    private void begin(Exchange begun) {
        exchange = begun;
        var head = begun.head();
        if (begun.endpoint() instanceof Endpoint.Proxying proxying) {
            sendContinue(head);
            enter(Phase.PROXYING);
            answered(begun, 0);
            proxied = new ProxiedExchange(this, begun);
            proxying.handler().accept(proxied);
            return;
        }
        enter(Phase.BODY);
        body.reset();
        if (head.length() > parts.config().maxBody()) {
            reject(Refusals.tooLarge(parts.config().maxBody()));
        } else {
            sendContinue(head);
        }
    }

    /** Nobody takes it: its answer follows its end, or, when a body may follow, is the last one. */
    private void refuse(Head head, Status why) {
        parts.metrics().rejected();
        var refused = new Exchange(head, Exchange.NOWHERE, System.nanoTime());
        refused.refuse(why);
        exchange = refused;
        enter(Phase.BODY);
        body.reset();
        if (head.hasBody()) {
            reject(why);
        }
    }

    private void sendContinue(Head head) {
        if (head.expectsContinue() && head.hasBody()) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private void take(HttpContent content) {
        int length = content.content().readableBytes();
        if (body.size() + length > parts.config().maxBody()) {
            reject(Refusals.tooLarge(parts.config().maxBody()));
            return;
        }
        body.writeBytes(ByteBufUtil.getBytes(content.content()));
        if (content instanceof LastHttpContent && exchange != null) {
            complete(exchange);
        }
    }

    private void complete(Exchange current) {
        enter(Phase.ANSWERING);
        var refusal = current.refusal();
        if (refusal != null) {
            send(current, Response.of(refusal));
            return;
        }
        var endpoint = (Endpoint.Answering) current.endpoint();
        if (!endpoint.isLong()) {
            if (parts.underWay().incrementAndGet() > parts.config().maxRequests()) {
                parts.underWay().decrementAndGet();
                send(
                        current,
                        Response.of(
                                Status.plain(429, "TooManyRequests", "too many requests, please try again later.")));
                return;
            }
            deadline(parts.config().requestTimeout(), () -> tooLate(current));
        }
        var whole = body.toByteArray();
        body.reset();
        parts.threads().execute(new Answering(this, parts, current, endpoint, whole));
    }

    private void tooLate(Exchange current) {
        send(
                current,
                Response.of(
                        Status.plain(504, "Timeout", "Timeout: request did not complete within requested timeout")));
    }

    private void answered(Exchange which, int status) {
        if (status > 0 && which.refusal() == null) {
            long nanos = System.nanoTime() - which.begun();
            parts.metrics().answered(which.endpoint(), status, nanos);
            log.debug("{} {} {} {} us", which.head().method(), which.head().path(), status, nanos / 1000);
        }
    }

    private void write(Response.Whole answer, boolean keepAlive) {
        boolean stays = keepAlive && !closing;
        var head = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body()));
        Answering.fields(head.headers(), answer, parts.dates());
        head.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        if (!stays) {
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (exchange != null && exchange.head().http10()) {
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
        ctx.writeAndFlush(head, ctx.voidPromise());
        if (phase == Phase.BODY || phase == Phase.HEAD || phase == Phase.PROXYING) {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> endOutput());
            linger();
        } else {
            next(stays);
        }
    }

    private void next(boolean keepAlive) {
        exchange = null;
        proxied = null;
        if (keepAlive && !closing) {
            enter(Phase.IDLE);
            handleMessages();
        } else {
            closeAfterWrites();
        }
    }

    private void closeAfterWrites() {
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    private void endOutput() {
        if (ctx.channel() instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    }

    /** Answers what cannot be understood or taken, and takes nothing more from this connection. */
    void reject(Status why) {
        parts.metrics().rejected();
        if (exchange != null && !exchange.claim()) {
            ctx.close();
            return;
        }
        if (phase == Phase.IDLE) {
            enter(Phase.HEAD);
        }
        write(Response.of(why), false);
    }

    /**
     * Reads past what the client still sends. To close with unread bytes makes the kernel reset the connection, and the
     * client may lose our answer to that.
     */
    private void linger() {
        enter(Phase.LINGERING);
        exchange = null;
        proxied = null;
        discarded = 0;
        dropMessages();
        if (ctx.pipeline().get(RequestDecoder.class) != null) {
            ctx.pipeline().remove(RequestDecoder.class);
        }
        ctx.channel().config().setAutoRead(true);
    }

    private void discard(Object message) {
        discarded += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        if (discarded > LINGER_BYTES) {
            ctx.close();
        }
    }

    private void dropMessages() {
        messages.forEach(ReferenceCountUtil::release);
        messages.clear();
    }

    private void enter(Phase next) {
        boolean samePatience = phase == Phase.HEAD && next == Phase.BODY;
        phase = next;
        switch (next) {
            case IDLE -> deadline(parts.config().idleTimeout(), ctx::close);
            case HEAD -> deadline(parts.config().requestTimeout(), this::tooSlow);
            case BODY -> {
                if (!samePatience) {
                    deadline(parts.config().requestTimeout(), this::tooSlow);
                }
            }
            case ANSWERING, PROXYING -> cancelDeadline();
            case LINGERING -> deadline(LINGER, ctx::close);
        }
    }

    private void tooSlow() {
        reject(Status.plain(
                408,
                "Timeout",
                "the request did not come within " + parts.config().requestTimeout()));
    }

    private void deadline(Duration after, Runnable action) {
        cancelDeadline();
        deadline = ctx.executor().schedule(action, after.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
