package io.kubia.controller.proxy.http;

import io.kubia.controller.api.proxy.ProxyExchange;
import io.kubia.controller.api.proxy.ProxyTarget;
import io.kubia.controller.model.Status;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to a pod. The answer comes back through {@link PodAnswer}.
 *
 * <p>Implementation note. All of this happens on the event loop of the client's connection, to which the connection to the
 * pod belongs too. Whichever side is slow stops the reading of the other. The first part of a body that comes before the
 * pod is connected waits here, and no second one is read. An answer of our own waits for the end of a request without a
 * body, which follows its head at once: the client's connection can go on afterwards.
 */
final class Forwarding implements ProxyExchange.BodyReceiver {
    private final Outbound outbound;
    private final ProxyExchange exchange;
    private final ProxyTarget target;
    private final boolean hasBody;
    private final ArrayDeque<HttpContent> waiting = new ArrayDeque<>(1);

    private @Nullable Channel pod;
    private @Nullable Runnable atRequestsEnd;
    private boolean requestEnded;
    private boolean over;

    Forwarding(Outbound outbound, ProxyExchange exchange, ProxyTarget target) {
        this.outbound = outbound;
        this.exchange = exchange;
        this.target = target;
        this.hasBody = Fields.announcesBody(exchange.head());
    }

    /** Answers with a Status: there is nobody to send the request to. */
    void refuse(Status why) {
        outbound.metrics().refused();
        exchange.receive(this);
        answer(() -> exchange.fail(why));
    }

    void redirect(String location) {
        exchange.receive(this);
        answer(() -> {
            var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.MOVED_PERMANENTLY);
            head.headers().set(HttpHeaderNames.LOCATION, location).set(HttpHeaderNames.CONTENT_LENGTH, 0);
            exchange.write(head);
            exchange.write(LastHttpContent.EMPTY_LAST_CONTENT);
        });
    }

    /** Sends the request to the first place of a route that takes it. */
    void start(Route route) {
        exchange.receive(this);
        connect(route, 0);
    }

    private void connect(Route route, int attempt) {
        if (over) {
            return;
        }
        var backend = route.backends().get(attempt);
        var address = backend.socketAddress();
        if (address.isEmpty()) {
            failed(DialErrors.unreachable("address " + backend.address() + ": no such host"));
            return;
        }
        var links = Links.of(
                exchange.head().uri(),
                target,
                backend,
                exchange.head().headers().get(HttpHeaderNames.HOST, ""));
        var answer = new PodAnswer(this, exchange, outbound.metrics(), links);
        outbound.connect(exchange.channel().eventLoop(), backend, address.get(), route.tls(), answer)
                .addListener((ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        connected(connected.channel(), links);
                    } else if (attempt + 1 < route.backends().size()) {
                        connect(route, attempt + 1);
                    } else {
                        failed(DialErrors.refused(backend, connected.cause()));
                    }
                });
    }

    private void connected(Channel channel, Links links) {
        outbound.metrics().connected();
        channel.closeFuture().addListener(closed -> outbound.metrics().disconnected());
        if (over) {
            channel.close();
            return;
        }
        pod = channel;
        boolean isTls = exchange.channel().pipeline().get(SslHandler.class) != null;
        channel.write(
                Fields.toPod(exchange.head(), target.uri(), client(), isTls ? "https" : "http", links),
                channel.voidPromise());
        for (var part = waiting.poll(); part != null; part = waiting.poll()) {
            send(channel, part);
        }
        channel.flush();
        channel.config().setAutoRead(exchange.isWritable());
        resume(channel);
    }

    private String client() {
        return exchange.channel().remoteAddress() instanceof InetSocketAddress address && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : "unknown";
    }

    @Override
    public void content(HttpContent content) {
        requestEnded = content instanceof LastHttpContent;
        var channel = pod;
        if (over) {
            content.release();
        } else if (atRequestsEnd != null) {
            content.release();
            if (requestEnded) {
                runAtEnd(atRequestsEnd);
            }
        } else if (channel == null) {
            waiting.add(content);
            pause();
        } else {
            send(channel, content);
            channel.flush();
            if (!channel.isWritable()) {
                pause();
            }
        }
    }

    /** What the pod does not take is not missed: it has answered already, or its end is heard of when it is read. */
    private void send(Channel channel, HttpContent content) {
        outbound.metrics().sent(content.content().readableBytes());
        channel.write(content, channel.voidPromise());
    }

    private void pause() {
        if (!requestEnded) {
            exchange.setReading(false);
        }
    }

    /** The pod takes more. */
    void resume(Channel channel) {
        if (!over && !requestEnded && channel.isWritable()) {
            exchange.setReading(true);
        }
    }

    @Override
    public void writable() {
        if (pod != null) {
            pod.config().setAutoRead(true);
        }
    }

    @Override
    public void gone() {
        end();
    }

    /** The pod has not answered, or not to the end. */
    void failed(Status why) {
        if (!over) {
            outbound.metrics().failed();
            answer(() -> exchange.fail(why));
        }
    }

    boolean isOver() {
        return over;
    }

    /** Nothing more is to come from either side. */
    void end() {
        over = true;
        waiting.forEach(HttpContent::release);
        waiting.clear();
        if (pod != null) {
            pod.close();
        }
    }

    private void answer(Runnable answer) {
        if (over) {
            return;
        }
        if (requestEnded || hasBody) {
            runAtEnd(answer);
        } else {
            atRequestsEnd = answer;
            exchange.setReading(true);
        }
    }

    private void runAtEnd(Runnable answer) {
        end();
        answer.run();
    }
}
