package io.kubia.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.api.log.LogRequest;
import io.kubia.controller.api.proxy.ProxyExchange;
import io.kubia.controller.api.proxy.ProxyTarget;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.model.Status;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Logs, and what is sent on to pods and services. */
class StreamsTest {
    private static final String LOG = "/api/v1/namespaces/default/pods/p/log";

    @Test
    void aLogAsItIsAskedFor() throws Exception {
        var asked = new CompletableFuture<LogRequest>();
        try (var api = TestApi.withParts(parts -> parts.withLogs((pod, request, reader) -> {
            asked.complete(request);
            reader.write("one\ntwo\n".getBytes(StandardCharsets.UTF_8), 0, 8);
        }))) {
            pod(api, "p", "main", "side");

            assertThat(api.get(LOG).message())
                    .isEqualTo("a container name must be specified for pod p, choose one of: [main side]");
            assertThat(api.get(LOG + "?container=nope").message()).isEqualTo("container nope is not valid for pod p");
            var answer = api.get(LOG + "?container=side&tailLines=7&sinceSeconds=60&timestamps=true&previous=true"
                    + "&limitBytes=99");
            assertThat(answer.body()).isEqualTo("one\ntwo\n");
            assertThat(answer.header("content-type")).isEqualTo("text/plain");
            assertThat(asked.get(1, TimeUnit.SECONDS))
                    .isEqualTo(new LogRequest(
                            "side",
                            false,
                            true,
                            true,
                            OptionalLong.of(7),
                            Optional.of(Instant.parse("2026-11-24T11:59:00Z")),
                            OptionalLong.of(99)));
            assertThat(api.get(LOG + "?container=side&sinceSeconds=1&sinceTime=2026-11-24T11:59:00Z")
                            .status())
                    .isEqualTo(422);
            assertThat(api.get(LOG + "?container=side&tailLines=-1").status()).isEqualTo(400);
        }
    }

    @Test
    void aLogThatIsFollowedUntilItsReaderIsGone() throws Exception {
        var gone = new CountDownLatch(1);
        var went = new CountDownLatch(1);
        try (var api = TestApi.withParts(parts -> parts.withLogs((pod, request, reader) -> {
            reader.onGone(gone::countDown);
            reader.write("line\n".getBytes(StandardCharsets.UTF_8), 0, 5);
            reader.flush();
            try {
                assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            assertThat(reader.isGone()).isTrue();
            went.countDown();
        }))) {
            pod(api, "p", "main");
            try (var wire = api.wire().request("GET", LOG + "?follow=true", "")) {
                wire.receiveHead();
                assertThat(wire.line()).isEqualTo("line");
            }
            assertThat(went.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aLogThatIsFollowedUntilTheServerStops() throws Exception {
        var gone = new CountDownLatch(1);
        var api = TestApi.withParts(parts -> parts.withLogs((pod, request, reader) -> {
            reader.onGone(gone::countDown);
            reader.flush();
            try {
                assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }));
        pod(api, "p", "main");
        try (var wire = api.wire().request("GET", LOG + "?follow=true", "")) {
            wire.receiveHead();
            api.close();
            assertThat(wire.bodyEnds()).isTrue();
        }
    }

    @Test
    void aLogThatCannotBeHad() throws Exception {
        try (var api = TestApi.withParts(parts -> parts.withLogs((pod, request, reader) -> {
            throw new ApiException(Status.badRequest("container \"main\" in pod \"p\" is waiting to start"));
        }))) {
            pod(api, "p", "main");
            var answer = api.get(LOG);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.message()).endsWith("is waiting to start");
        }
    }

    /** Answers with the target and then, piece by piece, with what is sent to it. */
    private static void echo(ProxyTarget target, ProxyExchange exchange) {
        if (target.key().name().equals("nope")) {
            exchange.fail(Status.notFound(target.key()));
            return;
        }
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
        exchange.write(head);
        var text = exchange.head().method() + " " + target.key() + " " + target.scheme() + " " + target.port() + " "
                + target.uri() + "\n";
        exchange.write(new DefaultHttpContent(io.netty.buffer.Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)));
        exchange.receive(new ProxyExchange.BodyReceiver() {
            @Override
            public void content(HttpContent content) {
                boolean isLast = content instanceof LastHttpContent;
                exchange.write(new DefaultHttpContent(content.content()));
                if (isLast) {
                    exchange.write(LastHttpContent.EMPTY_LAST_CONTENT);
                }
            }

            @Override
            public void writable() {}

            @Override
            public void gone() {}
        });
    }

    @Test
    void whatIsSentOnStreamsBothWays() throws IOException {
        try (var api = TestApi.withParts(parts -> parts.withProxies(StreamsTest::echo));
                var wire = api.wire()) {
            var path = "/api/v1/namespaces/default/pods/https:p:8080/proxy/a%20b/c?x=1&y";
            wire.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            wire.receiveHead();
            assertThat(wire.line()).isEqualTo("POST pods default/p https 8080 /a%20b/c?x=1&y");
            wire.send("4\r\none\n\r\n");
            assertThat(wire.line()).as("before the request has ended").isEqualTo("one");
            wire.send("0\r\n\r\n");
            assertThat(wire.bodyEnds()).isTrue();

            assertThat(wire.request("GET", "/api/v1/namespaces/default/services/s/proxy", "")
                            .receive()
                            .body())
                    .isEqualTo("GET services default/s   /\n");
            assertThat(wire.request("DELETE", "/api/v1/namespaces/default/services/s:http/proxy/", "body")
                            .receive()
                            .body())
                    .isEqualTo("DELETE services default/s  http /\nbody");
            var failed = wire.request("GET", "/api/v1/namespaces/default/pods/nope/proxy/", "")
                    .receive();
            assertThat(failed.status()).isEqualTo(404);
            var dropped = wire.request("POST", "/api/v1/namespaces/default/pods/nope/proxy/", "body")
                    .receive();
            assertThat(dropped.status()).isEqualTo(404);
            assertThat(wire.ended())
                    .as("what was to come of it is not waited for")
                    .isTrue();
        }
    }

    @Test
    void targetsThatAreNone() throws IOException {
        try (var api = TestApi.withParts(parts -> parts.withProxies(StreamsTest::echo))) {
            for (var name : new String[] {"a:b:c:d", "ftp:a:80", ":80", ""}) {
                assertThat(api.get("/api/v1/namespaces/default/pods/" + name + "/proxy/")
                                .status())
                        .as(name)
                        .isEqualTo(400);
            }
            assertThat(api.get("/api/v1/namespaces/default/configmaps/a/proxy/").status())
                    .isEqualTo(404);
        }
    }

    private static void pod(TestApi api, String name, String... containers) {
        api.registry.create(
                KubeObject.of(ResourceTypes.POD, TestApi.pod(name, containers))
                        .withMetadata("namespace", io.kubia.controller.json.Json.of("default")),
                false);
    }
}
