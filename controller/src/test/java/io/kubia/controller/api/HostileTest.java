package io.kubia.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    /** Two parsers could read each of these as different requests; whatever follows is never answered. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
                "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: +5\r\n\r\nabcde",
                "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
                "GET /healthz HTTP/1.1\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nHost : localhost\r\n\r\n",
                "GET /healthz http/1.1\r\nHost: localhost\r\n\r\n",
                "GET /healthz\0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /healthz#x HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /healthz HTTP/2.0\r\nHost: localhost\r\n\r\n",
                "\0\0\0\0\r\n\r\n",
            })
    void whatCouldBeReadInTwoWays(String request) throws IOException {
        try (var api = TestApi.start();
                var wire = api.wire()) {
            wire.send(request + "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");

            var answer = wire.receive();
            assertThat(answer.status()).isIn(400, 505);
            assertThat(answer.json().text("kind")).isEqualTo("Status");
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(wire.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n", "5\r\nabcdefgh\r\n", "-1\r\n", "fffffffffffffffff\r\n", "\r\n\r\n"})
    void chunksThatAreNone(String chunks) throws IOException {
        try (var api = TestApi.start();
                var wire = api.wire()) {
            wire.send("POST " + MAPS + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);

            assertThat(wire.receive().status()).isEqualTo(400);
            assertThat(wire.ended()).isTrue();
        }
    }

    @Test
    void tooMuchOfAnything() throws IOException {
        try (var api = TestApi.start()) {
            assertThat(api.get("/" + "x".repeat(20_000)).status()).isEqualTo(414);
            assertThat(api.get("/healthz", "X: " + "x".repeat(40_000)).status()).isEqualTo(431);
            assertThat(api.get("/api/v1/pods?a=" + "&a=".repeat(2_000)).status())
                    .isEqualTo(200);
            var declared = api.wire();
            var answer = declared.send(
                            "POST " + MAPS + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n")
                    .receive();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.message()).isEqualTo("Request entity too large: limit is 3145728");
            declared.close();
            try (var chunked = api.wire()) {
                chunked.send("POST " + MAPS + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
                var chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n");
                for (int i = 0; i < 49; i++) {
                    chunked.send(chunk);
                }
                assertThat(chunked.receive().status()).isEqualTo(413);
            }
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        try (var api = TestApi.start();
                var wire = api.wire()) {
            var all = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                var body = "{\"metadata\":{\"name\":\"m" + i + "\"}}";
                all.append("POST " + MAPS + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: ")
                        .append(body.length())
                        .append("\r\n\r\n")
                        .append(body)
                        .append("GET " + MAPS + "/m")
                        .append(i)
                        .append(" HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }
            wire.send(all.toString());
            for (int i = 0; i < 50; i++) {
                assertThat(wire.receive().status()).isEqualTo(201);
                assertThat(wire.receive().json().object("metadata").text("name"))
                        .isEqualTo("m" + i);
            }
        }
    }

    @Test
    void whoIsTooSlow() throws IOException {
        try (var api = TestApi.with(config ->
                        config.withHttp(config.http().withTimeouts(Duration.ofMillis(300), Duration.ofMillis(300))));
                var head = api.wire();
                var body = api.wire();
                var idle = api.wire()) {
            head.send("GET /healthz HTTP/1.1\r\nHo");
            body.send("POST " + MAPS + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");

            assertThat(head.receive().status()).isEqualTo(408);
            assertThat(body.receive().status()).isEqualTo(408);
            assertThat(idle.ended()).isTrue();
        }
    }

    @Test
    void connectionsHaveALimit() throws IOException {
        try (var api = TestApi.with(config -> config.withHttp(config.http().withLimits(3, 100)))) {
            var open = new ArrayList<Wire>();
            for (int i = 0; i < 3; i++) {
                var wire = api.wire();
                assertThat(wire.request("GET", "/healthz", "").receive().status())
                        .isEqualTo(200);
                open.add(wire);
            }
            try (var more = api.wire()) {
                assertThat(more.receive().status()).isEqualTo(503);
                assertThat(more.ended()).isTrue();
            }
            for (var wire : open) {
                assertThat(wire.request("GET", "/healthz", "").receive().status())
                        .isEqualTo(200);
                wire.close();
            }
        }
    }

    @Test
    void oldAndCuriousClients() throws IOException {
        try (var api = TestApi.start()) {
            try (var old = api.wire()) {
                old.send("GET /api/v1/namespaces HTTP/1.0\r\nHost: localhost\r\n\r\n");
                assertThat(old.receive().json().text("kind")).isEqualTo("NamespaceList");
                assertThat(old.ended()).isTrue();
            }
            try (var watching = api.wire()) {
                watching.send("GET /api/v1/namespaces?watch=1&timeoutSeconds=1 HTTP/1.0\r\nHost: localhost\r\n\r\n");
                assertThat(watching.receive().body()).startsWith("{\"type\":\"ADDED\"");
            }
            try (var asking = api.wire()) {
                asking.send("POST " + MAPS
                        + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 24\r\n\r\n");
                assertThat(asking.receiveHead().status()).isEqualTo(100);
                assertThat(asking.send("{\"metadata\":{\"name\":\"a\"}}".substring(0, 24))
                                .receive()
                                .status())
                        .isEqualTo(400);
            }
            try (var head = api.wire()) {
                head.request("HEAD", MAPS, "").receiveHead();
                assertThat(head.request("GET", "/healthz", "").receive().body())
                        .as("no body before it")
                        .isEqualTo("ok");
            }
        }
    }
}
