package io.kubia.controller.proxy.http;

import static io.kubia.controller.proxy.TestPods.pod;
import static io.kubia.controller.proxy.TestPods.service;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.controller.api.ApiConfig;
import io.kubia.controller.api.ApiParts;
import io.kubia.controller.api.ApiServer;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.MemoryObjectStore;
import io.kubia.controller.store.Write;
import io.kubia.role.metrics.Metrics;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API's proxies over real sockets: a client, the API, and pods that answer as they are told. */
class HttpProxiesTest {
    private static final String PODS = "/api/v1/namespaces/default/pods/";
    private static final String SERVICES = "/api/v1/namespaces/default/services/";
    private static final int LARGE = 24 << 20;

    private final MemoryObjectStore store = new MemoryObjectStore();
    private final Metrics metrics = new Metrics();
    private final ApiServer api;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HttpProxiesTest() throws IOException {
        var registry = new Registry(
                store, InstantSource.system(), () -> UUID.randomUUID().toString());
        registry.createInitialNamespaces();
        var config = new HttpProxyConfig(Duration.ofSeconds(5), 3, Duration.ofSeconds(20));
        var proxies = new HttpProxies(config, store::now, new SplittableRandom(7), metrics);
        api = ApiServer.start(
                ApiConfig.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "test"),
                ApiParts.of(registry, store, InstantSource.system(), metrics).withProxies(proxies));
    }

    @AfterEach
    void close() {
        client.close();
        api.close();
        store.close();
    }

    @Test
    void theBooksLinesWork() throws Exception {
        try (var pod = TestPod.start((request, body, out) -> {
            boolean isPost = request.line().startsWith("POST");
            int length = Integer.parseInt(request.fields().getOrDefault("content-length", "0"));
            var answer = isPost ? "stored " + new String(body.readNBytes(length), UTF_8) : "at " + request.path();
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer).getBytes(UTF_8));
        })) {
            create(pod("kubia-0", pod.address(), true));
            create(service("kubia-public", "[{port: 80, targetPort: http, protocol: TCP}]"));

            assertThat(post(PODS + "kubia-0/proxy/", "Hey there!").body()).isEqualTo("stored Hey there!");
            assertThat(get(PODS + "kubia-0/proxy/").body()).isEqualTo("at /");
            assertThat(get(PODS + "kubia-0/proxy/data?a=b%20c&d").body()).isEqualTo("at /data?a=b%20c&d");
            assertThat(get(PODS + "http:kubia-0:http/proxy/").body()).isEqualTo("at /");
            assertThat(get(PODS + "kubia-0:" + pod.address().getPort() + "/proxy/x%2Fy/../z")
                            .body())
                    .isEqualTo("at /x%2Fy/../z");
            var answer = get(SERVICES + "kubia-public/proxy/");
            assertThat(answer.body()).isEqualTo("at /");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache, private");
            assertThat(get(SERVICES + "kubia-public:80/proxy/").body()).isEqualTo("at /");
        }
        assertThat(metrics.render()).contains("kubia_http_proxy_requests_total 7");
    }

    @Test
    void aServicesRequestsAreSpreadOverItsReadyPods() throws Exception {
        try (var one = TestPod.saying("one");
                var other = TestPod.saying("other");
                var unready = TestPod.saying("unready")) {
            create(service("kubia", "[{name: http, port: 80, targetPort: http, protocol: TCP}]"));
            create(pod("kubia-0", one.address(), true));
            create(pod("kubia-1", other.address(), true));
            create(pod("kubia-2", unready.address(), false));
            var answers = new HashSet<String>();
            for (int i = 0; i < 40; i++) {
                answers.add(get(SERVICES + "kubia:http/proxy/").body());
            }

            assertThat(answers).containsExactlyInAnyOrder("one", "other");
        }
    }

    @Test
    void anEndpointThatRefusesIsNotTheLastOne() throws Exception {
        try (var alive = TestPod.saying("alive")) {
            create(service("kubia", "[{port: 80, targetPort: http, protocol: TCP}]"));
            create(pod("kubia-0", nobody(), true));
            create(pod("kubia-1", alive.address(), true));
            for (int i = 0; i < 10; i++) {
                assertThat(get(SERVICES + "kubia/proxy/").body()).isEqualTo("alive");
            }
        }
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            pods/nobody/proxy/           | 404 | pods "nobody" not found
            services/nobody/proxy/       | 404 | services "nobody" not found
            services/empty/proxy/        | 503 | no endpoints available for service "empty"
            services/empty:web/proxy/    | 503 | no endpoints available for service "empty:web"
            services/empty:81/proxy/     | 503 | no service port 81 found for service "empty"
            services/http:empty:80/proxy/| 503 | no endpoints available for service "http:empty:80"
            pods/new/proxy/              | 503 | pod "new" has no address yet
            pods/dead:ftp/proxy/         | 400 | pod "dead" has no port named "ftp"
            """)
    void whatLeadsNowhereIsAnsweredInKubernetesWords(String path, int code, String message) throws Exception {
        create(service("empty", "[{name: web, port: 80}]"));
        create(pod("new", nobody(), false).with("status", null));
        create(pod("dead", nobody(), true).withLabel("app", "other"));

        for (var method : new String[] {"GET", "POST"}) {
            var answer = send(method, "/api/v1/namespaces/default/" + path, method.equals("POST") ? "body" : "");
            assertThat(answer.statusCode()).isEqualTo(code);
            assertThat(answer.body())
                    .contains("\"message\":\"" + message.replace("\"", "\\\"") + "\"")
                    .contains("\"kind\":\"Status\"");
        }
    }

    @Test
    void aPodThatRefusesIsToldOfInGosWords() throws Exception {
        var nobody = nobody();
        create(pod("dead", nobody, true));

        var answer = get(PODS + "dead/proxy/");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .contains("error trying to reach service: dial tcp 127.0.0.1:" + nobody.getPort()
                        + ": connect: connection refused")
                .contains("\"reason\":\"ServiceUnavailable\"");
        assertThat(metrics.render()).contains("kubia_http_proxy_failed_total 1");
    }

    @Test
    void aPodThatAnswersNoHttpOrNothingIsToldOf() throws Exception {
        try (var rude = TestPod.answering("220 mail\r\n\r\n");
                var mute = TestPod.answering("")) {
            create(pod("rude", rude.address(), true));
            create(pod("mute", mute.address(), true));

            assertThat(get(PODS + "rude/proxy/").body())
                    .contains("error trying to reach service: malformed HTTP response");
            assertThat(get(PODS + "mute/proxy/").body()).contains("error trying to reach service: EOF");
        }
    }

    @Test
    void podsMaySpeakTls(@TempDir Path folder) throws Exception {
        try (var pod = TestPod.tls(
                        certified(folder),
                        (request, body, out) ->
                                out.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret".getBytes(UTF_8)));
                var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            create(pod("secret", pod.address(), true));
            create(pod("plain", (InetSocketAddress) plain.getLocalSocketAddress(), true));
            Thread.ofVirtual().start(() -> {
                try (var connection = plain.accept()) {
                    connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
                    connection.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // the proxy is told below
                }
            });

            assertThat(get(PODS + "https:secret:http/proxy/").body()).isEqualTo("secret");
            assertThat(get(PODS + "https:plain:http/proxy/").body())
                    .contains("error trying to reach service: tls: first record does not look like a TLS handshake");
        }
    }

    /** With a key that the JDK's own tool makes. */
    private static SSLContext certified(Path folder) throws Exception {
        var file = folder.resolve("pod.p12");
        var tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=pod",
                        "-storepass",
                        "secret",
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(tool.getInputStream().readAllBytes(), UTF_8);
        assertThat(tool.waitFor()).as(said).isZero();
        var keys = KeyStore.getInstance(file.toFile(), "secret".toCharArray());
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "secret".toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    @Test
    void anAnswerThatBreaksOffBreaksOffForTheClient() throws Exception {
        try (var pod = TestPod.answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")) {
            create(pod("kubia-0", pod.address(), true));

            assertThatThrownBy(() -> get(PODS + "kubia-0/proxy/")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void fieldsOfOneHopAndTheTokenStayHere() throws Exception {
        try (var pod = TestPod.answering("HTTP/1.1 200 OK\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nX-Kept: 2\r\n"
                + "Keep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\nok")) {
            create(pod("kubia-0", pod.address(), true));
            try (var socket =
                    new Socket(api.address().getAddress(), api.address().getPort())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream()
                        .write(("GET " + PODS + "kubia-0/proxy/data HTTP/1.1\r\nHost: localhost\r\nConnection:"
                                        + " X-Private, keep-alive\r\nX-Private: 1\r\nAuthorization: Bearer x\r\nTE:"
                                        + " gzip\r\nX-Forwarded-For: 192.0.2.1\r\nUpgrade: h2c\r\nX-Mine: yes\r\n\r\n")
                                .getBytes(ISO_8859_1));
                var asked = pod.asked.take();
                var in = socket.getInputStream();
                assertThat(TestPod.line(in)).isEqualTo("HTTP/1.1 200 OK");
                var fields = new StringBuilder();
                for (var line = TestPod.line(in); !line.isEmpty(); line = TestPod.line(in)) {
                    fields.append(line.toLowerCase(java.util.Locale.ROOT)).append('\n');
                }

                assertThat(asked.fields())
                        .doesNotContainKeys("X-Private", "Authorization", "TE", "Upgrade")
                        .containsEntry("X-Forwarded-For", "192.0.2.1, 127.0.0.1")
                        .containsEntry("X-Forwarded-Host", "localhost")
                        .containsEntry("X-Forwarded-Proto", "http")
                        .containsEntry("X-Forwarded-Uri", PODS + "kubia-0/proxy/data")
                        .containsEntry("Host", "localhost")
                        .containsEntry("X-Mine", "yes");
                assertThat(fields.toString()).contains("x-kept: 2").doesNotContain("x-hop", "keep-alive: timeout");
                assertThat(new String(in.readNBytes(2), UTF_8)).isEqualTo("ok");
            }
        }
    }

    @Test
    void otherProtocolsAreNotPassedOn() throws Exception {
        try (var pod = TestPod.saying("never")) {
            create(pod("kubia-0", pod.address(), true));
            try (var socket =
                    new Socket(api.address().getAddress(), api.address().getPort())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream()
                        .write(("GET " + PODS + "kubia-0/proxy/ HTTP/1.1\r\nHost: localhost\r\nConnection:"
                                        + " Upgrade\r\nUpgrade: websocket\r\n\r\n")
                                .getBytes(ISO_8859_1));

                assertThat(TestPod.line(socket.getInputStream())).isEqualTo("HTTP/1.1 501 Not Implemented");
            }
            assertThat(pod.asked).isEmpty();
        }
    }

    @Test
    void pagesAndRedirectsLeadThroughTheProxyAgain() throws Exception {
        try (var pod = TestPod.start((request, body, out) -> {
            var page = "<a href=\"/next\">next</a>";
            out.write((request.path().equals("/old")
                            ? "HTTP/1.1 302 Found\r\nLocation: /new?x=1\r\nContent-Length: 0\r\n\r\n"
                            : "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: "
                                    + page.length() + "\r\n\r\n" + page)
                    .getBytes(UTF_8));
        })) {
            create(pod("kubia-0", pod.address(), true));

            assertThat(get(PODS + "kubia-0/proxy/old").headers().firstValue("Location"))
                    .contains(PODS + "kubia-0/proxy/new?x=1");
            assertThat(get(PODS + "kubia-0/proxy/page").body())
                    .isEqualTo("<a href=\"" + PODS + "kubia-0/proxy/next\">next</a>");
            var root = get(PODS + "kubia-0/proxy?a=b");
            assertThat(root.statusCode()).isEqualTo(301);
            assertThat(root.headers().firstValue("Location")).contains(PODS + "kubia-0/proxy/?a=b");
        }
    }

    @Test
    void answersThatEndWithTheConnectionAndInterimOnesArePassedOn() throws Exception {
        try (var pod =
                TestPod.answering("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.0 200 OK\r\n\r\nto the end")) {
            create(pod("kubia-0", pod.address(), true));

            assertThat(get(PODS + "kubia-0/proxy/").body()).isEqualTo("to the end");
            assertThat(send("HEAD", PODS + "kubia-0/proxy/", "").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void largeBodiesPassBothWays() throws Exception {
        try (var pod = TestPod.start((request, body, out) -> {
            long length = Long.parseLong(request.fields().get("content-length"));
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n").getBytes(UTF_8));
            byte[] piece = new byte[64 * 1024];
            for (long left = length; left > 0; ) {
                int read = body.read(piece);
                out.write(piece, 0, read);
                left -= read;
            }
        })) {
            create(pod("kubia-0", pod.address(), true));
            byte[] sent = new byte[LARGE];
            new SplittableRandom(5).nextBytes(sent);
            try (var socket =
                    new Socket(api.address().getAddress(), api.address().getPort())) {
                socket.setSoTimeout(20_000);
                var sending = CompletableFuture.runAsync(() -> sendLarge(socket, sent));
                var in = new BufferedInputStream(socket.getInputStream());
                assertThat(TestPod.line(in)).isEqualTo("HTTP/1.1 200 OK");
                while (!TestPod.line(in).isEmpty()) {
                    // the other fields
                }
                assertThat(in.readNBytes(LARGE)).isEqualTo(sent);
                sending.join();
            }
        }
    }

    @Test
    void aSlowClientIsWaitedForAndHoldsLittle() throws Exception {
        var written = new java.util.concurrent.atomic.AtomicLong();
        try (var pod = TestPod.start((request, body, out) -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE * 4L + "\r\n\r\n").getBytes(UTF_8));
            byte[] piece = new byte[64 * 1024];
            for (long left = LARGE * 4L; left > 0; left -= piece.length) {
                out.write(piece);
                written.addAndGet(piece.length);
            }
        })) {
            create(pod("kubia-0", pod.address(), true));
            var answer = client.send(
                    HttpRequest.newBuilder(uri(PODS + "kubia-0/proxy/")).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (var in = answer.body()) {
                long read = 0;
                byte[] piece = new byte[256 * 1024];
                for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                    read += n;
                    // Whatever is between the two is held by somebody: buffers of two sockets, and ours.
                    assertThat(written.get() - read).isLessThan(LARGE);
                }
                assertThat(read).isEqualTo(LARGE * 4L);
            }
        }
    }

    @Test
    void aClientThatGoesEndsTheRequestToThePod() throws Exception {
        var ended = new CountDownLatch(1);
        try (var pod = TestPod.start((request, body, out) -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n".getBytes(UTF_8));
            out.flush();
            while (body.read() >= 0) {
                // until the proxy closes
            }
            ended.countDown();
        })) {
            create(pod("kubia-0", pod.address(), true));
            try (var socket =
                    new Socket(api.address().getAddress(), api.address().getPort())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream()
                        .write(("GET " + PODS + "kubia-0/proxy/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .getBytes(ISO_8859_1));
                assertThat(TestPod.line(socket.getInputStream())).isEqualTo("HTTP/1.1 200 OK");
            }

            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void oneConnectionServesOneRequestAfterTheOther() throws Exception {
        try (var pod = TestPod.saying("ok")) {
            create(pod("kubia-0", pod.address(), true));
            try (var socket =
                    new Socket(api.address().getAddress(), api.address().getPort())) {
                socket.setSoTimeout(20_000);
                var request = "GET " + PODS + "kubia-0/proxy/ HTTP/1.1\r\nHost: localhost\r\n\r\n";
                var refused = "GET " + PODS + "nobody/proxy/ HTTP/1.1\r\nHost: localhost\r\n\r\n";
                socket.getOutputStream().write((request + refused + request).getBytes(ISO_8859_1));
                var in = socket.getInputStream();
                for (var expected : new String[] {"200 OK", "404 Not Found", "200 OK"}) {
                    assertThat(TestPod.line(in)).isEqualTo("HTTP/1.1 " + expected);
                    int length = 0;
                    for (var line = TestPod.line(in); !line.isEmpty(); line = TestPod.line(in)) {
                        if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                            length = Integer.parseInt(line.substring(15).strip());
                        }
                    }
                    assertThat(in.readNBytes(length)).hasSize(length);
                }
            }
        }
    }

    /** While the answer is read: the pod sends back what it gets, and takes no more when nobody takes that. */
    private static void sendLarge(Socket socket, byte[] body) {
        try {
            var out = socket.getOutputStream();
            out.write(("POST " + PODS + "kubia-0/proxy/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length
                            + "\r\n\r\n")
                    .getBytes(ISO_8859_1));
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, "");
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send("POST", path, body);
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        var publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .timeout(Duration.ofSeconds(20))
                        .method(method, publisher)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + api.address().getPort() + path);
    }

    private void create(KubeObject object) {
        if (store.now().get(object.key()).isEmpty()) {
            store.write(new Write.Create(object)).join();
        }
    }

    /** An address at which nobody listens. */
    private static InetSocketAddress nobody() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }
}
