package io.kubia.node.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: what was accepted is finished, nothing else is waited for, and the exit code is 0. */
class TermTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    private Path volume;

    @Test
    void exitsAtOnceWithNothingInFlight() {
        try (var node = NodeProcess.start(volume)) {
            node.post("kept".getBytes(UTF_8));
            assertExitsSoon(node, "with nothing in flight");
        }
        try (var node = NodeProcess.start(volume)) {
            assertThat(node.get("/data").text()).isEqualTo("kept");
        }
    }

    @Test
    void idleConnectionsHoldNothingUp() throws IOException {
        try (var node = NodeProcess.start(volume);
                var fresh = node.connect();
                var used = node.connect()) {
            assertThat(used.get("/healthz").status()).isEqualTo(200);
            assertExitsSoon(node, "with idle connections");
            assertThat(used.ended()).isTrue();
            assertThat(fresh.ended()).isTrue();
        }
    }

    @Test
    void isNotReadyAtOnceAndFinishesTheWriteThatIsUnderWay() throws IOException {
        var value = "half of it before, half of it after the signal";
        try (var node = NodeProcess.start(volume);
                var writer = node.connect();
                var observer = node.connect()) {
            assertThat(observer.get("/readyz").status()).isEqualTo(200);
            writer.send(Wire.head("POST", "/", "Content-Length: " + value.length(), "Expect: 100-continue") + "\r\n");
            assertThat(writer.receive().status()).isEqualTo(100);
            writer.send(value.substring(0, 20));

            node.terminate();
            Await.until("not ready, or closed to all that is new", SOON, () -> !isReady(observer));
            assertThat(node.alive()).as("alive while a write is under way").isTrue();
            writer.send(value.substring(20));

            var answer = writer.receive();
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            assertThat(node.awaitExit(SOON)).isZero();
        }
        try (var node = NodeProcess.start(volume)) {
            assertThat(node.get("/data").text()).isEqualTo(value);
        }
    }

    private static boolean isReady(Wire observer) {
        try {
            return observer.get("/readyz").status() == 200;
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void waitsForAWriteThatNeverEndsNoLongerThanTheGrace() throws IOException {
        try (var node = NodeProcess.start(volume, "--grace", "1s");
                var writer = node.connect()) {
            node.post("before".getBytes(UTF_8));
            writer.send(Wire.head("POST", "/", "Content-Length: 100", "Expect: 100-continue") + "\r\n");
            assertThat(writer.receive().status()).isEqualTo(100);
            assertExitsSoon(node, "with a write that never ends and a grace of 1 s");
        }
        try (var node = NodeProcess.start(volume)) {
            assertThat(node.get("/data").text()).isEqualTo("before");
        }
    }

    @Test
    void losesNothingThatWasAcknowledgedUnderLoad() throws Exception {
        var ledger = new Ledger();
        for (int round = 0; round < 3; round++) {
            try (var node = NodeProcess.start(volume);
                    var clients = new Clients(ledger)) {
                ledger.restarted(Reading.of(node.get("/data")));
                clients.write(node, new SplittableRandom(round));
                Await.until("some writes", NodeProcess.DEADLINE, () -> ledger.acknowledgedInThisLife() > 50);
                assertExitsSoon(node, "under load");
                clients.awaitTheEnd();
            }
        }
        try (var node = NodeProcess.start(volume)) {
            ledger.restarted(Reading.of(node.get("/data")));
        }
    }

    @Test
    void aSecondNodeOnTheVolumeIsRefusedAndToldWhoHasIt() {
        try (var holder = NodeProcess.start(volume);
                var second = NodeProcess.launch(NodeSetup.on(volume))) {
            assertThat(second.awaitExit(NodeProcess.DEADLINE)).isEqualTo(1);
            assertThat(second.errors()).contains(volume.toString()).contains(String.valueOf(holder.pid()));
            assertThat(second.faults()).isEmpty();
            assertThat(holder.post("still mine".getBytes(UTF_8)).status()).isEqualTo(200);
        }
    }

    private static void assertExitsSoon(NodeProcess node, String state) {
        long begin = System.nanoTime();
        node.terminate();
        assertThat(node.awaitExit(SOON)).isZero();
        System.out.printf("exit %s: %d ms after SIGTERM%n", state, (System.nanoTime() - begin) / 1_000_000);
        assertThat(node.faults()).isEmpty();
    }
}
