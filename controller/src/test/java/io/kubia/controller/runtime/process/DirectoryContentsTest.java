package io.kubia.controller.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.controller.runtime.ContainerId;
import io.kubia.controller.volume.VolumeContents.Place;
import io.kubia.controller.volume.VolumeInUseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a home with a volume of one file, one directory and one link out of it. */
class DirectoryContentsTest {
    private static final Place KEPT = new Place("pvc-1", "");

    @TempDir
    private Path home;

    private Path directory;
    private Path outside;
    private DirectoryContents contents;

    @BeforeEach
    void fill() throws IOException {
        contents = contents(false);
        outside = Files.writeString(home.resolve("outside"), "stays");
        directory = filled(home.resolve("volumes/pvc-1"));
    }

    private DirectoryContents contents(boolean allowsHostPaths) throws IOException {
        return DirectoryContents.of(
                new ProcessConfig(home, 0, Map.of(), List.of(), "127.0.0.1:1", "cluster.local", allowsHostPaths, 1000));
    }

    private Path filled(Path path) throws IOException {
        Files.createDirectories(path.resolve("inner"));
        Files.writeString(path.resolve("inner/file"), "data");
        Files.createSymbolicLink(path.resolve("link"), outside);
        return path;
    }

    @Test
    void scrubbedVolumesAreThereAndEmpty() throws IOException {
        contents.scrub(KEPT);
        contents.scrub(KEPT);

        assertThat(directory).isEmptyDirectory();
        assertThat(outside).hasContent("stays");
    }

    @Test
    void deletedVolumesAreGone() throws IOException {
        contents.delete(KEPT);
        contents.delete(KEPT);

        assertThat(home.resolve("volumes")).isEmptyDirectory();
        assertThat(outside).hasContent("stays");
    }

    @Test
    void whatACrashHasLeftIsRemovedToo() throws IOException {
        Files.move(directory, home.resolve("volumes/.pvc-1.deleted"));

        contents.delete(KEPT);

        assertThat(home.resolve("volumes")).isEmptyDirectory();
    }

    @Test
    void aHostPathIsOneOfTheHome() throws IOException {
        var path = filled(home.resolve("root/tmp/pv-a"));

        contents.scrub(new Place("pv-a", "/tmp/pv-a"));
        assertThat(path).isEmptyDirectory();

        contents.delete(new Place("pv-a", "/tmp/../tmp/pv-a"));
        assertThat(path).doesNotExist();
    }

    @Test
    void theRootIsLeftAlone() {
        assertThatThrownBy(() -> contents.scrub(new Place("pv-a", "/..")))
                .isInstanceOf(IOException.class)
                .hasMessage("path: /.. (expected: one below /)");
    }

    @Test
    void realPathsAreDeletedWhereKubernetesDoes() {
        assertThatThrownBy(() -> contents(true).delete(new Place("pv-a", "/nothing/here")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("only supports /tmp/.+");
    }

    @Test
    void whatLivesKeepsItsVolumes() throws IOException {
        var run = RunFolder.of(home.resolve("pods"), new ContainerId("uid-1", "default", "kubia-0", "main", 0));
        Files.createDirectories(run.path());
        assertThatThrownBy(() -> contents.delete(KEPT)).isInstanceOf(VolumeInUseException.class);

        Files.writeString(run.environment(), "A=b\0KUBIA_MOUNT_DATA=" + directory.resolve("inner") + "\0");
        assertThatThrownBy(() -> contents.scrub(KEPT))
                .isInstanceOf(VolumeInUseException.class)
                .hasMessage("volume pvc-1 is in use: container main of pod default/kubia-0 has not ended");
        contents.delete(new Place("pvc-2", ""));

        Files.createDirectory(run.path().resolve("started"));
        Files.writeString(run.path().resolve("exit"), "0\n");
        contents.delete(KEPT);
        assertThat(directory).doesNotExist();
    }
}
