package io.kubia.node.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request and its answer, of which there must be exactly one. Used by the connection's event loop only. */
final class Exchange {
    static final String TEXT = "text/plain; charset=utf-8";

    private final Connection connection;
    private final Request request;
    private final @Nullable Route route;
    private final long begun;
    private @Nullable Runnable abandoned;
    private boolean answered;

    /**
     * Makes an exchange.
     *
     * @param route null for a request about the server itself, or for a path that is not there
     * @param begun when its head came, by the event loop's ticker
     */
    Exchange(Connection connection, Request request, @Nullable Route route, long begun) {
        this.connection = connection;
        this.request = request;
        this.route = route;
        this.begun = begun;
    }

    Request request() {
        return request;
    }

    @Nullable
    Route route() {
        return route;
    }

    EventLoop loop() {
        return connection.loop();
    }

    /** Whether the answer is still to be given, and the client still there to be told. */
    boolean isOpen() {
        return !answered && connection.isOpen();
    }

    /** What to do if the client goes away before the answer. */
    void onAbandoned(Runnable action) {
        abandoned = action;
    }

    void abandon() {
        if (!answered && abandoned != null) {
            abandoned.run();
        }
    }

    void text(HttpResponseStatus status, String text) {
        text(status, text, Exchange::noFields);
    }

    void text(HttpResponseStatus status, String text, Consumer<ResponseHead> fields) {
        reply(
                status,
                text.getBytes(StandardCharsets.UTF_8),
                fields.andThen(head -> head.field(ResponseHead.CONTENT_TYPE, TEXT)));
    }

    /** An answer that says what went wrong. */
    void error(HttpResponseStatus status, String reason) {
        error(status, reason, Exchange::noFields);
    }

    void error(HttpResponseStatus status, String reason, Consumer<ResponseHead> fields) {
        text(status, "%d %s: %s\n".formatted(status.code(), status.reasonPhrase(), reason), fields);
    }

    /** An answer with a body that is at hand; for HEAD its head alone. */
    void reply(HttpResponseStatus status, byte[] body, Consumer<ResponseHead> fields) {
        boolean keepAlive = answer(status);
        boolean withBody = !request.is(HttpMethod.HEAD);
        var out = connection.buffer(512 + (withBody ? body.length : 0));
        var head = begin(out, status);
        fields.accept(head);
        head.length(body.length).connection(keepAlive, request.http10()).end();
        if (withBody) {
            out.writeBytes(body);
        }
        connection.send(out, keepAlive);
    }

    /** An answer that has no body by its nature: 204 and 304. */
    void bodiless(HttpResponseStatus status, Consumer<ResponseHead> fields) {
        boolean keepAlive = answer(status);
        var out = connection.buffer(512);
        var head = begin(out, status);
        fields.accept(head);
        head.connection(keepAlive, request.http10()).end();
        connection.send(out, keepAlive);
    }

    /**
     * An answer whose body is made while it is sent.
     *
     * @param length of the body; negative when it is not known before: it comes in chunks then, or, to a client that
     *     knows no chunks, ends with the connection
     */
    void stream(HttpResponseStatus status, long length, Consumer<ResponseHead> fields, BodySource source) {
        boolean keepAlive = answer(status) && (length >= 0 || !request.http10());
        var out = connection.buffer(512);
        var head = begin(out, status);
        fields.accept(head);
        boolean chunked = length < 0 && !request.http10();
        if (chunked) {
            head.chunked();
        } else if (length >= 0) {
            head.length(length);
        }
        head.connection(keepAlive, request.http10()).end();
        if (request.is(HttpMethod.HEAD)) {
            source.close();
            connection.send(out, keepAlive);
        } else {
            connection.stream(out, source, chunked, keepAlive);
        }
    }

    private static void noFields(ResponseHead head) {}

    private ResponseHead begin(ByteBuf out, HttpResponseStatus status) {
        return ResponseHead.begin(out, status, connection.date());
    }

    private boolean answer(HttpResponseStatus status) {
        if (answered) {
            throw new IllegalStateException("answered twice: " + request);
        }
        answered = true;
        connection.answered(this, status, begun);
        return request.keepAlive() && connection.mayStayOpen();
    }
}
