package io.kubia.node.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A power cut takes what was not synced and leaves what was: otherwise {@link PowerLossTest} would show nothing. */
class LoopDiskTest {
    @Test
    void whatWasNotSyncedIsLostAndWhatWasIsThere(@TempDir Path directory) throws IOException {
        try (var disk = LoopDisk.makeOrSkip(directory)) {
            write(disk.outside("synced"), "synced", true);
            write(disk.outside("grown"), "synced, ", true);
            write(disk.outside("grown"), "not synced", false);
            write(disk.outside("not-synced"), "not synced", false);

            disk.cutPower(() -> {});
            assertThat(disk.outside("not-synced")).hasContent("not synced");
            disk.restorePower();

            assertThat(disk.outside("synced")).hasContent("synced");
            assertThat(disk.outside("grown")).hasContent("synced, ");
            assertThat(Files.exists(disk.outside("not-synced"))).isFalse();
        }
    }

    private static void write(Path file, String content, boolean sync) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            channel.write(ByteBuffer.wrap(content.getBytes(UTF_8)));
            if (sync) {
                channel.force(true);
            }
        }
    }
}
