package io.kubia.node.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node on a small volume of its own, which is filled up to the last byte. */
class FullDiskTest {
    private static final Duration RECOVERY = Duration.ofSeconds(10);
    private static final int LARGE = 300_000;
    private static final int MANY = 400;

    private final SplittableRandom random = new SplittableRandom(1);

    @TempDir
    private Path mountPoint;

    private MountNamespace namespace;
    private byte[] acknowledged = {};
    private long sequence;

    @BeforeEach
    void mountSmallVolume() throws IOException {
        namespace = MountNamespace.openOrSkip();
        namespace.run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", mountPoint.toString());
    }

    @AfterEach
    void unmount() throws IOException {
        if (namespace != null) {
            namespace.close();
        }
    }

    @Test
    void refusesWritesWhileFullGoesOnReadingAndRecoversByItself() throws IOException {
        try (var node = start()) {
            write(node, 1000);
            fillVolume();
            writeUntilRefused(node);

            assertServesWhatWasAcknowledged(node);
            assertThat(node.get("/healthz").status()).isEqualTo(200);
            assertThat(node.get("/readyz").status()).isIn(200, 503);
            assertThat(node.get("/").text()).startsWith("You've hit " + NodeProcess.NAME + "\n");

            makeRoom();
            Await.until(
                    "writes succeed again", RECOVERY, () -> write(node, LARGE).status() == 200);
            assertServesWhatWasAcknowledged(node);
            Await.until("ready again", RECOVERY, () -> node.get("/readyz").status() == 200);
        }
        try (var node = start()) {
            assertServesWhatWasAcknowledged(node);
        }
    }

    @Test
    void losesNothingWhenKilledAndStartedWhileFull() throws IOException {
        try (var node = start()) {
            write(node, 1000);
            fillVolume();
            writeUntilRefused(node);
            node.kill();
        }
        try (var node = NodeProcess.launch(options())) {
            Await.until("ready or refused", NodeProcess.DEADLINE, () -> !node.alive() || node.isReady());
            if (node.alive()) {
                assertServesWhatWasAcknowledged(node);
            } else {
                assertThat(node.awaitExit(NodeProcess.DEADLINE)).isEqualTo(1);
                assertThat(node.errors())
                        .contains(volume().toString())
                        .containsIgnoringCase("space")
                        .containsIgnoringCase("make room");
            }
        }
        makeRoom();
        try (var node = start()) {
            assertServesWhatWasAcknowledged(node);
            assertThat(write(node, LARGE).status()).isEqualTo(200);
            assertServesWhatWasAcknowledged(node);
        }
    }

    private NodeProcess start() {
        return NodeProcess.start(options());
    }

    private NodeSetup options() {
        return NodeSetup.on(volume()).within(namespace.within());
    }

    private Path volume() {
        return mountPoint.resolve("volume");
    }

    private Path ballast() {
        return namespace.outside(mountPoint.resolve("ballast"));
    }

    private Answer write(NodeProcess node, int size) {
        var value = new byte[size];
        random.nextBytes(value);
        var answer = node.post(value);
        if (answer.status() == 200) {
            acknowledged = value;
            sequence = answer.sequence().orElseThrow();
        }
        return answer;
    }

    private void fillVolume() throws IOException {
        try (var file = FileChannel.open(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int size = 1 << 20; size > 0; size /= 2) {
                writeWhileThereIsRoom(file, size);
            }
        }
    }

    private static void writeWhileThereIsRoom(FileChannel file, int size) {
        try {
            while (file.write(ByteBuffer.allocate(size)) > 0) {
                // more
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private void makeRoom() throws IOException {
        Files.delete(ballast());
    }

    private void writeUntilRefused(NodeProcess node) {
        for (int i = 0; i < MANY; i++) {
            var answer = write(node, LARGE);
            if (answer.status() != 200) {
                assertThat(answer.status()).as("%s", answer).isEqualTo(507);
                assertThat(answer.text()).containsIgnoringCase("space");
                return;
            }
        }
        throw new AssertionError("never refused in %d writes of %d bytes on a full volume".formatted(MANY, LARGE));
    }

    private void assertServesWhatWasAcknowledged(NodeProcess node) {
        var answer = node.get("/data");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(Arrays.equals(answer.body(), acknowledged))
                .as(
                        "the data last acknowledged; got: %s",
                        new String(answer.body(), UTF_8).lines().findFirst())
                .isTrue();
        assertThat(answer.sequence()).hasValue(sequence);
    }
}
