package io.kubia.controller.api.http;

import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import io.kubia.controller.store.StoreException;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the answer to one request, on a thread of its own that may wait, and gives it to the connection. */
final class Answering implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Answering.class);

    private final Connection connection;
    private final Parts parts;
    private final Exchange exchange;
    private final Endpoint.Answering endpoint;
    private final byte[] body;

    Answering(Connection connection, Parts parts, Exchange exchange, Endpoint.Answering endpoint, byte[] body) {
        this.connection = connection;
        this.parts = parts;
        this.exchange = exchange;
        this.endpoint = endpoint;
        this.body = body;
    }

    @Override
    public void run() {
        try {
            switch (answer()) {
                case Response.Whole whole -> send(whole);
                case Response.Streamed streamed -> stream(streamed);
            }
        } catch (RejectedExecutionException e) {
            log.debug("{}: the server has stopped", connection.channel());
        } finally {
            if (!endpoint.isLong()) {
                parts.underWay().decrementAndGet();
            }
        }
    }

    private Response answer() {
        try {
            return endpoint.handler().answer(new Request(exchange.head(), body));
        } catch (RuntimeException e) {
            return failure(e);
        }
    }

    private Response failure(RuntimeException e) {
        if (e instanceof ApiException said) {
            return Response.of(said.status());
        }
        log.error("{} {} failed", exchange.head().method(), exchange.head().path(), e);
        var why = e instanceof StoreException ? e.getMessage() : "see the log of the control plane";
        return Response.of(Status.plain(500, "InternalError", "Internal error occurred: " + why));
    }

    private void send(Response.Whole answer) {
        connection.loop().execute(() -> connection.send(exchange, answer));
    }

    private void stream(Response.Streamed answer) {
        if (exchange.head().is(HttpMethod.HEAD)) {
            send(new Response.Whole(answer.status(), answer.contentType(), answer.fields(), new byte[0]));
            return;
        }
        var channel = connection.channel();
        var stream = new ResponseStream(new ToConnection(answer), parts.config().idleTimeout());
        exchange.stream(stream);
        if (!channel.isActive()) {
            stream.gone();
        }
        try {
            answer.body().write(stream);
            stream.end();
        } catch (IOException e) {
            log.debug("{}: an answer was cut off: {}", channel, e.getMessage());
            stream.discard();
            channel.close();
        } catch (RejectedExecutionException e) {
            stream.discard();
            throw e;
        } catch (RuntimeException e) {
            stream.discard();
            if (stream.isBegun()) {
                log.error(
                        "{} {} was cut off",
                        exchange.head().method(),
                        exchange.head().path(),
                        e);
                channel.close();
            } else {
                var instead = (Response.Whole) failure(e);
                send(instead);
            }
        }
    }

    /** The way of a stream to the client. */
    private final class ToConnection implements ResponseStream.Sink {
        private final Response.Streamed answer;

        ToConnection(Response.Streamed answer) {
            this.answer = answer;
        }

        @Override
        public Channel channel() {
            return connection.channel();
        }

        @Override
        public void begin() throws IOException {
            if (!exchange.claim()) {
                throw new IOException("it has been answered already, for want of patience");
            }
            var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
            fields(head.headers(), answer, parts.dates());
            if (exchange.head().http10()) {
                head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            } else {
                head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            }
            connection.loop().execute(() -> connection.begun(exchange, answer.status()));
            channel().write(head, channel().voidPromise());
        }

        @Override
        public void whole(byte[] content) {
            send(new Response.Whole(answer.status(), answer.contentType(), answer.fields(), content));
        }

        @Override
        public void ended() {
            connection.loop().execute(() -> connection.finished(exchange));
        }
    }

    /** The fields that every answer has. */
    static void fields(HttpHeaders headers, Response answer, DateField dates) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
                .set(HttpHeaderNames.CACHE_CONTROL, "no-cache, private")
                .set(HttpHeaderNames.DATE, dates.value())
                .set("X-Content-Type-Options", "nosniff");
        for (var field : answer.fields()) {
            headers.add(field.name(), field.value());
        }
    }
}
