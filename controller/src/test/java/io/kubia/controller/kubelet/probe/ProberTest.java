package io.kubia.controller.kubelet.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.runtime.ContainerAccess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Questions over loopback, to servers of a few bytes. */
class ProberTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String HOST = "127.0.0.1";
    private final Prober prober = Prober.real();

    /** Answers the first connection with these bytes; what it was asked is in {@code request}. */
    private static final class Server implements AutoCloseable {
        private final ServerSocket socket;
        final CompletableFuture<String> request = new CompletableFuture<>();

        Server(byte[] answer) throws IOException {
            socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> {
                try (var connection = socket.accept()) {
                    var bytes = new byte[4096];
                    int read = connection.getInputStream().read(bytes);
                    request.complete(new String(bytes, 0, Math.max(read, 0), StandardCharsets.ISO_8859_1));
                    connection.getOutputStream().write(answer);
                    connection.getOutputStream().flush();
                    if (answer.length > 0) {
                        connection.getInputStream().read();
                    }
                } catch (IOException e) {
                    request.completeExceptionally(e);
                }
            });
        }

        int port() {
            return socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static final ContainerAccess ACCESS = new ContainerAccess() {
        @Override
        public Executed execute(List<String> command, Duration timeout) throws IOException {
            if (command.getFirst().equals("slow")) {
                throw new IOException("command timed out");
            }
            return new Executed(command.getFirst().equals("true") ? 0 : 1, "said no");
        }

        @Override
        public InputStream logs(LogRequest request) {
            return new ByteArrayInputStream(new byte[0]);
        }
    };

    private ProbeResult ask(Check check) {
        return prober.ask(check, HOST, ACCESS, LONG);
    }

    private ProbeResult http(String answer) throws IOException {
        try (var server = new Server(answer.getBytes(StandardCharsets.ISO_8859_1))) {
            return ask(new Check.Http("HTTP", "", server.port(), "/data", Map.of()));
        }
    }

    @Test
    void statusesFrom200To399AreSuccesses() throws IOException {
        assertThat(http("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").success())
                .isTrue();
        assertThat(http("HTTP/1.0 399 Odd\r\n\r\n").success()).isTrue();
        assertThat(http("HTTP/1.1 503 Service Unavailable\r\n\r\n"))
                .isEqualTo(ProbeResult.failure("HTTP probe failed with statuscode: 503"));
        assertThat(http("HTTP/1.1 404\r\n\r\n").message()).isEqualTo("HTTP probe failed with statuscode: 404");
        assertThat(http("rubbish\r\n").message()).isEqualTo("malformed HTTP response \"rubbish\"");
        assertThat(http("").message()).contains("Get \"http://127.0.0.1:");
    }

    @Test
    void asksWithPathHostAndHeaders() throws Exception {
        try (var server = new Server("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1))) {
            var check = new Check.Http(
                    "HTTP", HOST, server.port(), "/ready?x=1", Map.of("Host", "kubia.example", "X-Own", "y"));
            assertThat(ask(check).success()).isTrue();
            assertThat(server.request.get())
                    .startsWith("GET /ready?x=1 HTTP/1.1\r\n")
                    .contains("Host: kubia.example\r\n", "X-Own: y\r\n", "User-Agent: kube-probe/", "Connection: close")
                    .doesNotContain("Host: 127");
        }
    }

    @Test
    void aRefusedConnectionIsToldInKubernetesWords() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(ask(new Check.Http("HTTP", "", free, "/", Map.of())).message())
                .isEqualTo("Get \"http://127.0.0.1:" + free + "/\": dial tcp 127.0.0.1:" + free
                        + ": connect: connection refused");
        assertThat(ask(new Check.Tcp("", free)).message())
                .isEqualTo("dial tcp 127.0.0.1:" + free + ": connect: connection refused");
    }

    @Test
    void whoDoesNotAnswerInTimeFails() throws IOException {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var result = prober.ask(
                    new Check.Http("HTTP", "", silent.getLocalPort(), "/", Map.of()),
                    HOST,
                    ACCESS,
                    Duration.ofMillis(50));
            assertThat(result.message())
                    .endsWith("context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
            assertThat(ask(new Check.Tcp("", silent.getLocalPort())).success()).isTrue();
        }
    }

    @Test
    void commands() {
        assertThat(ask(new Check.Exec(List.of("true"))).success()).isTrue();
        assertThat(ask(new Check.Exec(List.of("false"))).message()).isEqualTo("said no");
        assertThat(ask(new Check.Exec(List.of("slow"))).message()).isEqualTo("command timed out");
    }

    @Test
    void grpcHealth() throws IOException {
        var settings = "000000040000000000";
        var headers = "000001010400000001" + "88";
        var serving = "000007000000000001" + "00000000020801";
        var notServing = "000007000000000001" + "00000000020802";
        try (var server = new Server(HexFormat.of().parseHex(settings + headers + serving))) {
            assertThat(ask(new Check.Grpc(server.port(), "kubia")).success()).isTrue();
            assertThat(server.request.join()).startsWith("PRI * HTTP/2.0").contains("/grpc.health.v1.Health/Check");
        }
        try (var server = new Server(HexFormat.of().parseHex(settings + headers + notServing))) {
            assertThat(ask(new Check.Grpc(server.port(), "")).message())
                    .isEqualTo("service unhealthy (responded with \"NOT_SERVING\")");
        }
    }
}
