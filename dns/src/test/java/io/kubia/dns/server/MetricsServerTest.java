package io.kubia.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.dns.model.Change;
import io.kubia.dns.model.DnsName;
import io.kubia.dns.world.World;
import io.kubia.dns.zone.LiveZone;
import io.kubia.dns.zone.ZoneConfig;
import io.kubia.role.metrics.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
    private final LiveZone zone = new LiveZone(ZoneConfig.defaults(DnsName.parse("cluster.local")), World.CLOCK);
    private final Metrics metrics = new Metrics();
    private final MetricsServer server =
            new MetricsServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), metrics, zone);

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void servesMetricsAsText() throws Exception {
        metrics.counter("some_total", "Some.", "").increment();
        var answer = get("GET", "/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue(Metrics.CONTENT_TYPE);
        assertThat(answer.body()).contains("some_total 1\n");
    }

    @Test
    void isReadyOnceTheZoneIsKnown() throws Exception {
        assertThat(get("GET", "/healthz").body()).isEqualTo("ok\n");
        assertThat(get("GET", "/readyz").statusCode()).isEqualTo(503);
        assertThat(get("GET", "/readyz").body()).isEqualTo("the zone is not known yet\n");
        zone.apply(new Change.Synced());
        assertThat(get("GET", "/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAllElse() throws Exception {
        assertThat(get("GET", "/").statusCode()).isEqualTo(404);
        assertThat(get("GET", "/").body()).isEqualTo("expected: /metrics, /healthz or /readyz\n");
        assertThat(get("DELETE", "/metrics").statusCode()).isEqualTo(405);
        try (var socket = connect()) {
            socket.getOutputStream().write("nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void aFloodOfConnectionsEnds() throws Exception {
        var open = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 150; i++) {
                open.add(connect());
            }
            // Those beyond the limit are closed at once; the others when they have said nothing for some seconds.
            for (var socket : open) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(get("GET", "/healthz").statusCode()).isEqualTo(200);
        } finally {
            for (var socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void aPortInUseIsSaid() {
        var second = new MetricsServer(server.address(), metrics, zone);
        try {
            assertThatThrownBy(second::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "metrics: 127.0.0.1:" + server.address().getPort() + ": ")
                    .hasMessageEndingWith("Choose another address with --metrics, or --metrics none.");
        } finally {
            second.stop();
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket();
        socket.setSoTimeout(RunningServer.PATIENCE_MILLIS);
        socket.connect(server.address(), RunningServer.PATIENCE_MILLIS);
        return socket;
    }

    private HttpResponse<String> get(String method, String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
