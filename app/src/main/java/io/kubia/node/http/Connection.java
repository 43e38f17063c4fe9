package io.kubia.node.http;

import io.kubia.node.store.WriteOutcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: takes requests one after the other, also when they come all at once, and answers each before
 * it looks at the next.
 *
 * <pre>
 * IDLE ──bytes──▶ HEAD ──head──▶ BODY ──last byte──▶ ANSWERING ──answer──▶ IDLE
 *                                                        └──large answer──▶ SENDING ──all taken──▶ IDLE
 * any ──fault──▶ LINGERING ──client's end, or time──▶ closed
 * </pre>
 *
 * <p>Implementation note: belongs to one event loop; nothing here is touched by another thread. The channel stops reading
 * as soon as it brought something that cannot be handled yet (as an answer or the disk is waited for, or the client does
 * not take its answers), and goes on when that is done: so what a connection holds in memory is bounded by two reads, one
 * chunk of a body, and the outbound buffer. It is not stopped sooner, as that costs two system calls for each request.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);
    private static final ByteBuf CONTINUE = Unpooled.unreleasableBuffer(Unpooled.directBuffer()
            .writeBytes("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
            .asReadOnly());
    /** What is read past so that a client who still sends can read our answer; then it has had its chance. */
    private static final long LINGER_BYTES = 1 << 20;

    private static final long DISCARD_BYTES = 64 * 1024;

    enum Phase {
        IDLE,
        HEAD,
        BODY,
        ANSWERING,
        SENDING,
        LINGERING
    }

    private final ServerParts server;
    private final Deque<Object> messages = new ArrayDeque<>();
    private final Patience patience;

    @SuppressWarnings("NullAway.Init") // set by handlerAdded, before anything else happens
    private ChannelHandlerContext ctx;

    private Phase phase = Phase.IDLE;
    private @Nullable Exchange exchange;
    private @Nullable BodyReceiver receiver;
    private @Nullable BodyPump pump;
    private long discarded;
    private boolean waitingForDisk;
    private boolean handling;
    private boolean inputEnded;
    private boolean closing;

    Connection(ServerParts server) {
        this.server = server;
        patience = new Patience(server.config(), this::outOfPatience);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        patience.begin(ctx);
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
        if (pump != null) {
            pump.run();
        }
        handleMessages();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownReadComplete) {
            // The client sends no more but may still read: what is complete is answered, then the connection ends.
            inputEnded = true;
            handleMessages();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        patience.end();
        if (receiver != null) {
            receiver.abort();
            receiver = null;
        }
        if (pump != null) {
            pump.close();
            pump = null;
        }
        if (exchange != null) {
            exchange.abandon();
            exchange = null;
        }
        messages.forEach(ReferenceCountUtil::release);
        messages.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("{}: {}", ctx.channel(), cause.toString());
        } else {
            log.error("{}: closed by a fault of ours", ctx.channel(), cause);
        }
        ctx.close();
    }

    EventLoop loop() {
        return ctx.channel().eventLoop();
    }

    boolean isOpen() {
        return ctx.channel().isActive() && phase != Phase.LINGERING;
    }

    /** Whether another request may follow the one that is answered: only if that was read to its end. */
    boolean mayStayOpen() {
        return phase == Phase.ANSWERING && !closing && !(inputEnded && messages.isEmpty());
    }

    AsciiString date() {
        return server.dates().value();
    }

    ByteBuf buffer(int capacity) {
        return ctx.alloc().directBuffer(capacity);
    }

    /** The node is stopping: what is under way is finished, and no other request is taken. */
    void drain() {
        closing = true;
        if (phase == Phase.IDLE) {
            closeAfterWrites();
        }
    }

    void answered(Exchange which, HttpResponseStatus status, long begun) {
        var route = which.route();
        if (route == null) {
            server.metrics().notFound();
        } else {
            server.metrics().answered(route, which.request().method(), status.code(), patience.now() - begun);
        }
    }

    /** Sends a whole answer. */
    void send(ByteBuf answer, boolean keepAlive) {
        exchange = null;
        if (receiver != null) {
            receiver.abort();
            receiver = null;
        }
        if (keepAlive) {
            ctx.write(answer, ctx.voidPromise());
            enter(Phase.IDLE);
            resume();
        } else if (phase == Phase.ANSWERING) {
            enter(Phase.SENDING);
            ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
        } else {
            ctx.writeAndFlush(answer).addListener(_ -> ((DuplexChannel) ctx.channel()).shutdownOutput());
            linger();
        }
    }

    /** Sends an answer's head, and its body as the client takes it. */
    void stream(ByteBuf head, BodySource source, boolean chunked, boolean keepAlive) {
        enter(Phase.SENDING);
        ctx.write(head, ctx.voidPromise());
        pump = new BodyPump(ctx, source, chunked, new BodyPump.Ending() {
            @Override
            public void complete() {
                pump = null;
                exchange = null;
                if (keepAlive) {
                    enter(Phase.IDLE);
                    resume();
                } else {
                    closeAfterWrites();
                }
            }

            @Override
            public void broken(IOException e) {
                log.warn("an answer was cut off: {}", e.getMessage());
                ctx.close();
            }
        });
        pump.run();
    }

    private void closeAfterWrites() {
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Goes on with what came meanwhile, unless that is being done already. */
    private void resume() {
        if (!handling) {
            handleMessages();
        }
    }

    private void handleMessages() {
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
        ctx.flush();
        if (!inputEnded && ctx.channel().isActive()) {
            ctx.channel().config().setAutoRead(messages.isEmpty());
        }
        if (isReady() && messages.isEmpty() && (inputEnded || (closing && phase == Phase.IDLE))) {
            closeAfterWrites();
        }
    }

    private boolean isReady() {
        return switch (phase) {
            case IDLE, HEAD -> ctx.channel().isWritable();
            case BODY -> !waitingForDisk;
            case ANSWERING, SENDING -> false;
            case LINGERING -> true;
        };
    }

    private void handle(Object message) {
        try {
            if (phase == Phase.LINGERING) {
                discard(message);
            } else if (message instanceof HttpObject part
                    && part.decoderResult().isFailure()) {
                reject(ClosingAnswer.to(part.decoderResult().cause()));
            } else if (message instanceof HttpRequest head) {
                begin(head);
            } else if (message instanceof HttpContent content && exchange != null) {
                take(content, exchange);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest head) {
        switch (Request.check(head)) {
            case Request.Rejected(var answer) -> reject(answer);
            case Request.Accepted(var request) -> {
                enter(Phase.BODY);
                patience.bodyBegins();
                var begun = new Exchange(this, request, Route.of(request.path()), patience.now());
                exchange = begun;
                discarded = 0;
                beginBody(begun);
            }
        }
    }

    private void beginBody(Exchange begun) {
        var request = begun.request();
        if (request.expectsOther()) {
            begun.error(HttpResponseStatus.EXPECTATION_FAILED, "Expect: (expected: 100-continue)");
            return;
        }
        var route = begun.route();
        boolean stores = route != null && route.stores(request.method());
        long limit = stores ? server.config().maxBody() : DISCARD_BYTES;
        if (request.length() > limit) {
            tooLarge(begun, stores);
            return;
        }
        if (stores) {
            receiver = new BodyReceiver(
                    server.store(),
                    request.contentType(),
                    request.length(),
                    server.config().maxBody());
        }
        if (request.expectsContinue() && request.hasBody()) {
            if (stores) {
                ctx.writeAndFlush(CONTINUE.duplicate());
            } else {
                answer(begun);
            }
        }
    }

    private void take(HttpContent content, Exchange current) {
        int length = content.content().readableBytes();
        var body = receiver;
        if (body == null) {
            discarded += length;
            if (discarded > DISCARD_BYTES) {
                tooLarge(current, false);
                return;
            }
        } else if (body.exceeds(length)) {
            tooLarge(current, true);
            return;
        } else if (!body.add(content.content(), outcome -> loop().execute(() -> chunkStored(current, outcome)))) {
            waitForDisk();
        }
        patience.bodyCame(length);
        if (content instanceof LastHttpContent) {
            if (waitingForDisk) {
                messages.addFirst(LastHttpContent.EMPTY_LAST_CONTENT); // its turn comes when the chunk is stored
            } else {
                complete(current);
            }
        }
    }

    private void complete(Exchange current) {
        enter(Phase.ANSWERING);
        var body = receiver;
        if (body == null) {
            answer(current);
        } else {
            receiver = null;
            server.metrics().received(body.received());
            var request = current.request();
            body.finish(
                    request.isConditional() ? request::mayReplace : _ -> true,
                    outcome -> loop().execute(() -> server.answers().stored(current, outcome)));
        }
    }

    private void answer(Exchange current) {
        server.answers().answer(current);
    }

    private void waitForDisk() {
        waitingForDisk = true;
        patience.suspend();
    }

    private void chunkStored(Exchange current, WriteOutcome outcome) {
        if (!waitingForDisk) {
            return;
        }
        waitingForDisk = false;
        patience.resume();
        if (!current.isOpen()) {
            return;
        }
        if (outcome instanceof WriteOutcome.Failed) {
            server.answers().stored(current, outcome);
        }
        handleMessages();
    }

    private void tooLarge(Exchange current, boolean stores) {
        current.error(
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                stores
                        ? "the body may have %d bytes at most (--max-body)"
                                .formatted(server.config().maxBody())
                        : "no body is expected here");
    }

    /** Answers what cannot be understood or taken, and takes nothing more from this connection. */
    private void reject(ClosingAnswer answer) {
        server.metrics().rejected();
        if (exchange != null) {
            exchange.abandon();
        }
        enter(Phase.BODY); // more of the request may come
        send(answer.write(ctx.alloc(), date()), false);
    }

    /**
     * Reads past what the client still sends. To close with unread bytes makes the kernel reset the connection, and the
     * client may lose our answer to that.
     */
    private void linger() {
        enter(Phase.LINGERING);
        discarded = 0;
        waitingForDisk = false;
        messages.forEach(ReferenceCountUtil::release);
        messages.clear();
        if (ctx.pipeline().get(RequestDecoder.class) != null) {
            ctx.pipeline().remove(RequestDecoder.class);
        }
        if (inputEnded) {
            ctx.close();
        } else {
            ctx.channel().config().setAutoRead(true);
        }
    }

    private void discard(Object message) {
        discarded += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        if (discarded > LINGER_BYTES) {
            ctx.close();
        }
    }

    private void enter(Phase next) {
        phase = next;
        patience.enter(next);
    }

    private void outOfPatience() {
        switch (phase) {
            case HEAD, BODY ->
                reject(new ClosingAnswer(
                        HttpResponseStatus.REQUEST_TIMEOUT,
                        "the request did not come within %d ms"
                                .formatted(server.config().requestTimeout().toMillis())));
            case IDLE, ANSWERING, SENDING, LINGERING -> ctx.close();
        }
    }
}
