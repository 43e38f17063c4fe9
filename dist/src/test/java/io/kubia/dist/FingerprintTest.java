package io.kubia.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
    @TempDir
    Path folder;

    @Test
    void aJarWrittenAgainWithTheSameContentIsTheSame() throws IOException {
        Path jar = jar("a.jar", "content", Instant.parse("2020-01-01T00:00:00Z"));
        String before = new Fingerprint().addJars(List.of(jar)).text();

        jar("a.jar", "content", Instant.parse("2021-01-01T00:00:00Z"));

        assertThat(new Fingerprint().addJars(List.of(jar)).text()).isEqualTo(before);
    }

    @Test
    void aJarWithOtherContentIsAnother() throws IOException {
        Instant time = Instant.parse("2020-01-01T00:00:00Z");
        Path jar = jar("a.jar", "content", time);
        String before = new Fingerprint().addJars(List.of(jar)).text();

        jar("a.jar", "Content", time);

        assertThat(new Fingerprint().addJars(List.of(jar)).text()).isNotEqualTo(before);
    }

    /** The AOT cache holds for one order of the class path. */
    @Test
    void theOrderOfJarsCounts() throws IOException {
        Path a = jar("a.jar", "content", Instant.EPOCH);
        Path b = jar("b.jar", "content", Instant.EPOCH);

        assertThat(new Fingerprint().addJars(List.of(a, b)).text())
                .isNotEqualTo(new Fingerprint().addJars(List.of(b, a)).text());
    }

    @Test
    void filesCountByNameAndContent() throws IOException {
        Path files = Files.createDirectories(folder.resolve("files/deep"));
        Files.writeString(files.resolve("a"), "content");
        String before = new Fingerprint().addFiles(folder.resolve("files")).text();
        assertThat(new Fingerprint().addFiles(folder.resolve("files")).text()).isEqualTo(before);

        Files.move(files.resolve("a"), files.resolve("b"));
        String renamed = new Fingerprint().addFiles(folder.resolve("files")).text();
        assertThat(renamed).isNotEqualTo(before);

        Files.writeString(files.resolve("b"), "changed");
        assertThat(new Fingerprint().addFiles(folder.resolve("files")).text()).isNotEqualTo(renamed);
    }

    private Path jar(String name, String content, Instant time) throws IOException {
        Path jar = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            ZipEntry entry = new ZipEntry("entry");
            entry.setLastModifiedTime(FileTime.from(time));
            out.putNextEntry(entry);
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
