package io.kubia.node.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Everything from outside has a limit, and who goes beyond it is told, without costing the others anything. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsTest {
    private static final int MAX_BODY = 1 << 20;
    private static final int MAX_CONNECTIONS = 12;

    private NodeProcess node;

    @BeforeAll
    void start(@TempDir Path volume) {
        node = NodeProcess.start(
                volume,
                "--max-body",
                "1MiB",
                "--max-connections",
                String.valueOf(MAX_CONNECTIONS),
                "--request-timeout",
                "1s",
                "--idle-timeout",
                "2s");
        node.post("kept".getBytes(UTF_8));
    }

    @AfterAll
    void stop() {
        assertThat(node.faults()).isEmpty();
        node.close();
    }

    @AfterEach
    void isHealthy() {
        assertThat(node.get("/healthz").status()).isEqualTo(200);
    }

    @Test
    void aBodyUpToTheLimitIsStored() {
        var largest = new byte[MAX_BODY];
        assertThat(node.post(largest).status()).isEqualTo(200);
        assertThat(node.get("/data").body()).isEqualTo(largest);
        assertThat(node.post("kept".getBytes(UTF_8)).status()).isEqualTo(200);
    }

    @Test
    void aLongerBodyIsRefusedBeforeItIsRead() throws IOException {
        var length = "Content-Length: " + (MAX_BODY + 1);
        for (var headers : List.of(new String[] {length}, new String[] {length, "Expect: 100-continue"}, new String[] {
            "Content-Length: 9223372036854775807"
        })) {
            try (var wire = node.connect()) {
                wire.send(Wire.head("POST", "/", headers) + "\r\n");
                assertThat(wire.receive().status())
                        .as(String.join(", ", headers))
                        .isEqualTo(413);
            }
        }
        assertThat(node.get("/data").text()).isEqualTo("kept");
    }

    @Test
    void chunksBeyondTheLimitAreRefused() throws IOException {
        try (var wire = node.connect()) {
            wire.send(Wire.head("POST", "/", "Transfer-Encoding: chunked") + "\r\n");
            var chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(UTF_8);
            for (int sent = 0; sent <= MAX_BODY; sent += 0x10000) {
                wire.send(chunk);
            }
            assertThat(wire.receive().status()).isEqualTo(413);
        }
        assertThat(node.get("/data").text()).isEqualTo("kept");
    }

    @Test
    void aLongRequestLineIs414AndLargeHeadersAre431() throws IOException {
        try (var wire = node.connect()) {
            wire.send(Wire.head("GET", "/" + "a".repeat(100_000)) + "\r\n");
            assertThat(wire.receive().status()).isEqualTo(414);
        }
        try (var wire = node.connect()) {
            wire.send(Wire.head("GET", "/data", "X: " + "a".repeat(100_000)) + "\r\n");
            assertThat(wire.receive().status()).isEqualTo(431);
        }
        try (var wire = node.connect()) {
            var many = new StringBuilder();
            for (int i = 0; i < 20_000; i++) {
                many.append("X").append(i).append(": y\r\n");
            }
            wire.send(Wire.head("GET", "/data") + many + "\r\n");
            assertThat(wire.receive().status()).isEqualTo(431);
        }
    }

    @Test
    void aSlowHeadAndASlowBodyAre408() throws IOException {
        try (var slowHead = node.connect();
                var slowBody = node.connect();
                var slowChunk = node.connect()) {
            slowHead.send("GET /data HTTP/1.1\r\nHost: a");
            slowBody.send(Wire.head("POST", "/", "Content-Length: 10") + "\r\nhalf");
            slowChunk.send(Wire.head("POST", "/", "Transfer-Encoding: chunked") + "\r\n5\r\nhal");
            for (var wire : List.of(slowHead, slowBody, slowChunk)) {
                assertThat(wire.receive().status()).isEqualTo(408);
                assertThat(wire.ended()).isTrue();
            }
        }
        assertThat(node.get("/data").text()).isEqualTo("kept");
    }

    @Test
    void aClientThatDripsIsNotKeptForEver() throws IOException {
        try (var wire = node.connect()) {
            wire.send(Wire.head("POST", "/", "Content-Length: 100000") + "\r\n");
            long end = System.nanoTime() + NodeProcess.DEADLINE.toNanos();
            int status = 0;
            // A byte whenever half of the allowed time has passed without an answer.
            while (status == 0 && System.nanoTime() < end) {
                wire.send("x");
                status = wire.receiveWithin(500).map(Answer::status).orElse(0);
            }
            assertThat(status).isEqualTo(408);
        }
    }

    @Test
    void anIdleConnectionIsClosed() throws IOException {
        try (var used = node.connect();
                var fresh = node.connect()) {
            assertThat(used.get("/healthz").status()).isEqualTo(200);
            assertThat(used.ended()).isTrue();
            assertThat(fresh.ended()).isTrue();
        }
    }

    @Test
    void oneConnectionTooManyIsToldSoAndTheOthersGoOn() throws IOException {
        var wires = new ArrayList<Wire>();
        try {
            for (int i = 0; i < MAX_CONNECTIONS; i++) {
                var wire = node.connect();
                wires.add(wire);
                assertThat(wire.get("/healthz").status()).isEqualTo(200);
            }
            try (var tooMany = node.connect()) {
                tooMany.send(Wire.head("GET", "/data") + "\r\n");
                assertThat(tooMany.receive().status()).isEqualTo(503);
                assertThat(tooMany.ended()).isTrue();
            }
            assertThat(wires.getFirst().get("/data").text()).isEqualTo("kept");
        } finally {
            for (var wire : wires) {
                wire.close();
            }
        }
        Await.until("room for a connection", NodeProcess.DEADLINE, node::isReady);
    }
}
