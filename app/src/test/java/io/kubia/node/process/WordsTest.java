package io.kubia.node.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The words and codes that clients build on, each as it stands on the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WordsTest {
    private static final String STORED = "Data stored on pod " + NodeProcess.NAME + "\n";
    private static final String NOTHING = "No data posted yet";

    private NodeProcess node;

    @BeforeAll
    void start(@TempDir Path volume) {
        node = NodeProcess.start(volume);
    }

    @AfterAll
    void stop() {
        assertThat(node.faults()).isEmpty();
        node.close();
    }

    @BeforeEach
    void forget() throws IOException {
        try (var wire = node.connect()) {
            assertThat(wire.request("DELETE", "/data").status()).isEqualTo(200);
        }
    }

    @Test
    void whatIsPostedIsWhatIsRead() throws IOException {
        var everyByte = new byte[256];
        IntStream.range(0, 256).forEach(i -> everyByte[i] = (byte) i);
        try (var wire = node.connect()) {
            assertThat(wire.get("/data").text()).isEqualTo(NOTHING);

            var stored = wire.post(everyByte, "Content-Type: image/x-kubia");
            assertThat(stored.status()).isEqualTo(200);
            assertThat(stored.text()).isEqualTo(STORED);
            assertThat(stored.sequence()).isPresent();

            var read = wire.get("/data");
            assertThat(read.status()).isEqualTo(200);
            assertThat(read.body()).isEqualTo(everyByte);
            assertThat(read.header("content-type")).hasValue("image/x-kubia");
            assertThat(read.header("etag"))
                    .isEqualTo(stored.header("etag"))
                    .get()
                    .asString()
                    .matches("\"\\S+-" + stored.sequence().orElseThrow() + "\"");
        }
        assertThat(node.output()).contains("New data has been received and stored.");
    }

    @Test
    void putStoresLikePostAndNothingIsSomethingToStore() throws IOException {
        try (var wire = node.connect()) {
            wire.send(Wire.head("PUT", "/", "Content-Length: 3") + "\r\nput");
            assertThat(wire.receive().text()).isEqualTo(STORED);
            assertThat(wire.get("/data").text()).isEqualTo("put");

            assertThat(wire.post(new byte[0]).text()).isEqualTo(STORED);
            assertThat(wire.get("/data").text()).isEmpty();
            assertThat(wire.request("DELETE", "/data").status()).isEqualTo(200);
            assertThat(wire.get("/data").text()).isEqualTo(NOTHING);
        }
    }

    @Test
    void aHeadIsAGetWithoutTheBody() throws IOException {
        try (var wire = node.connect()) {
            wire.post("twelve bytes".getBytes(UTF_8), "Content-Type: text/plain");
            var get = wire.get("/data");
            var head = wire.request("HEAD", "/data");
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-length")).hasValue("12");
            assertThat(head.header("etag")).isEqualTo(get.header("etag"));
            assertThat(head.header("content-type")).isEqualTo(get.header("content-type"));
            assertThat(wire.get("/data").text()).isEqualTo("twelve bytes");
            assertThat(wire.request("HEAD", "/").status()).isEqualTo(200);
            assertThat(wire.request("HEAD", "/healthz").status()).isEqualTo(200);
        }
    }

    @Test
    void anUnchangedReadIs304() throws IOException {
        try (var wire = node.connect()) {
            var etag = wire.post("one".getBytes(UTF_8)).header("etag").orElseThrow();
            for (var condition : List.of(etag, "W/" + etag, "\"other\", " + etag, "*")) {
                var answer = wire.get("/data", "If-None-Match: " + condition);
                assertThat(answer.status()).as(condition).isEqualTo(304);
                assertThat(answer.header("etag")).hasValue(etag);
            }
            assertThat(wire.get("/data", "If-None-Match: \"other\"").text()).isEqualTo("one");
            wire.post("one".getBytes(UTF_8));
            assertThat(wire.get("/data", "If-None-Match: " + etag).status())
                    .as("the same bytes, written again")
                    .isEqualTo(200);
        }
    }

    @Test
    void twoWritersCannotLoseEachOthersData() throws IOException {
        try (var wire = node.connect()) {
            assertThat(wire.post("x".getBytes(UTF_8), "If-Match: *").status())
                    .as("nothing there to match")
                    .isEqualTo(412);
            var first = wire.post("first".getBytes(UTF_8)).header("etag").orElseThrow();
            var second = wire.post("second".getBytes(UTF_8), "If-Match: " + first);
            assertThat(second.status()).isEqualTo(200);

            assertThat(wire.post("late".getBytes(UTF_8), "If-Match: " + first).status())
                    .isEqualTo(412);
            assertThat(wire.request("DELETE", "/data", "If-Match: " + first).status())
                    .isEqualTo(412);
            assertThat(wire.get("/data").text()).isEqualTo("second");
            assertThat(wire.post("any".getBytes(UTF_8), "If-Match: *").status()).isEqualTo(200);
        }
    }

    @Test
    void withoutDnsTheClusterReadSaysSoInTheFirstWordsOfAll() {
        assertThat(node.get("/").text())
                .startsWith("You've hit " + NodeProcess.NAME + "\nData stored in the cluster:\n"
                        + "Could not look up DNS SRV records: ");
        var json = node.get("/", "Accept: application/json");
        assertThat(json.header("content-type").orElse("")).startsWith("application/json");
        assertThat(json.text()).contains("\"" + NodeProcess.NAME + "\"");
        assertThat(node.get("/peers").status()).isEqualTo(200);
    }

    @Test
    void tellsHowItIs() {
        assertThat(node.get("/healthz").status()).isEqualTo(200);
        assertThat(node.get("/readyz").status()).isEqualTo(200);
        var metrics = node.get("/metrics");
        assertThat(metrics.header("content-type").orElse("")).startsWith("text/plain");
        assertThat(metrics.text().lines().filter(line -> !line.startsWith("#")))
                .isNotEmpty()
                .allMatch(line -> line.matches("[a-z_]+(\\{.*})? [-+0-9.eE]+(NaN|Inf)?"));
    }

    static Stream<Arguments> whatHttpWants() {
        return Stream.of(
                arguments("GET", "/nowhere", 404, ""),
                arguments("POST", "/nowhere", 404, ""),
                arguments("GET", "/data/", 404, ""),
                arguments("GET", "//data", 404, ""),
                arguments("DELETE", "/", 405, "GET, HEAD, POST, PUT, OPTIONS"),
                arguments("PATCH", "/data", 405, "GET, HEAD, DELETE, OPTIONS"),
                arguments("TRACE", "/", 405, "GET, HEAD, POST, PUT, OPTIONS"),
                arguments("POST", "/healthz", 405, "GET, HEAD, OPTIONS"),
                arguments("DELETE", "/readyz", 405, "GET, HEAD, OPTIONS"),
                arguments("PUT", "/metrics", 405, "GET, HEAD, OPTIONS"),
                arguments("POST", "/peers", 405, "GET, HEAD, OPTIONS"),
                arguments("BREW", "/", 501, ""));
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @MethodSource("whatHttpWants")
    void answersAsHttpWants(String method, String path, int status, String allow) throws IOException {
        try (var wire = node.connect()) {
            var answer = wire.request(method, path, "Content-Length: 0");
            assertThat(answer.status()).isEqualTo(status);
            if (status == 405) {
                assertThat(answer.header("allow").orElse("").split(", ")).containsExactlyInAnyOrder(allow.split(", "));
            } else if (status == 404) {
                assertThat(answer.text()).contains("/data", "/peers", "/healthz", "/readyz", "/metrics");
            }
            assertThat(wire.get("/healthz").status())
                    .as("on the same connection")
                    .isEqualTo(200);
        }
    }

    @Test
    void optionsNamesTheMethods() throws IOException {
        try (var wire = node.connect()) {
            assertThat(wire.request("OPTIONS", "/").header("allow").orElse("")).contains("POST");
            assertThat(wire.request("OPTIONS", "/data").header("allow").orElse(""))
                    .contains("DELETE");
            assertThat(wire.request("OPTIONS", "*").status()).isIn(200, 204);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        int many = 200;
        var requests = new StringBuilder();
        for (int i = 0; i < many; i++) {
            requests.append(Wire.head("POST", "/", "Content-Length: 3") + "\r\n" + "%03d".formatted(i))
                    .append(Wire.head("GET", "/data") + "\r\n")
                    .append(Wire.head("GET", "/nowhere") + "\r\n");
        }
        try (var wire = node.connect()) {
            wire.send(requests.toString());
            long last = 0;
            for (int i = 0; i < many; i++) {
                var stored = wire.receive();
                assertThat(stored.text()).isEqualTo(STORED);
                assertThat(stored.sequence().orElseThrow()).isGreaterThan(last);
                last = stored.sequence().orElseThrow();
                assertThat(wire.receive().text()).isEqualTo("%03d".formatted(i));
                assertThat(wire.receive().status()).isEqualTo(404);
            }
        }
    }

    @Test
    void chunksComeAndGo() throws IOException {
        try (var wire = node.connect()) {
            wire.send(Wire.head("POST", "/", "Transfer-Encoding: chunked")
                    + "\r\n3\r\nabc\r\n1;name=value\r\nd\r\n00\r\nTrailer: yes\r\n\r\n");
            assertThat(wire.receive().text()).isEqualTo(STORED);
            assertThat(wire.get("/data").text()).isEqualTo("abcd");
        }
    }

    @Test
    void expectIsAnsweredBeforeTheBodyIsAskedFor() throws IOException {
        try (var wire = node.connect()) {
            wire.send(Wire.head("POST", "/", "Content-Length: 4", "Expect: 100-continue") + "\r\n");
            assertThat(wire.receive().status()).isEqualTo(100);
            wire.send("body");
            assertThat(wire.receive().text()).isEqualTo(STORED);
        }
        try (var wire = node.connect()) {
            wire.send(Wire.head("POST", "/", "Content-Length: 4", "Expect: a-miracle") + "\r\n");
            assertThat(wire.receive().status()).isEqualTo(417);
        }
    }

    static Stream<Arguments> howConnectionsEnd() {
        return Stream.of(
                arguments("GET /data HTTP/1.1\r\nHost: a\r\n\r\n", 200, false),
                arguments("GET /data HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 200, true),
                arguments("GET /data HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n", 200, true),
                arguments("GET /data HTTP/1.0\r\n\r\n", 200, true),
                arguments("GET /data HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 200, false),
                arguments("POST / HTTP/1.0\r\nContent-Length: 1\r\n\r\nx", 200, true),
                arguments("GET http://somewhere/data HTTP/1.1\r\nHost: a\r\n\r\n", 200, false),
                arguments("\r\nGET /data HTTP/1.1\r\nHost: a\r\n\r\n", 200, false),
                arguments("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n", 404, false));
    }

    @ParameterizedTest
    @MethodSource("howConnectionsEnd")
    void connectionsEndWhenHttpSaysSo(String request, int status, boolean ends) throws IOException {
        try (var wire = node.connect()) {
            wire.send(request);
            var answer = wire.receive();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.closes()).isEqualTo(ends);
            if (ends) {
                assertThat(wire.ended()).isTrue();
            } else {
                assertThat(wire.get("/healthz").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aClientThatHasNoMoreToSayIsStillAnswered() throws IOException {
        try (var wire = node.connect()) {
            wire.send(Wire.head("POST", "/", "Content-Length: 4") + "\r\nlast");
            wire.endOutput();
            assertThat(wire.receive().text()).isEqualTo(STORED);
            assertThat(wire.ended()).isTrue();
        }
        assertThat(node.get("/data").text()).isEqualTo("last");
    }
}
