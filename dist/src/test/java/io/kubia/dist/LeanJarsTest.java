package io.kubia.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeanJarsTest {
    private static final String OUR_LIBRARY = "META-INF/native/libours-linux64.so";

    @TempDir
    Path folder;

    private Path lib;
    private Path natives;
    private LeanJars jars;

    @BeforeEach
    void makeFolders() throws IOException {
        lib = Files.createDirectory(folder.resolve("lib"));
        natives = Files.createDirectory(folder.resolve("native"));
        jars = new LeanJars(lib, natives, new NativeLibraries(Map.of(OUR_LIBRARY, "libours.so")));
    }

    @Test
    void aJarOfClassesIsCopiedByteByByte() throws IOException {
        Path jar =
                jar("plain.jar", Map.of("a/A.class", aClass(), "META-INF/MANIFEST.MF", bytes("Manifest-Version: 1.0")));

        assertThat(jars.put(jar)).isTrue();

        assertThat(lib.resolve("plain.jar")).hasSameBinaryContentAs(jar);
    }

    @Test
    void ofNativeLibrariesOnlyOursIsLeftAndUnpacked() throws IOException {
        Path jar = jar(
                "natives.jar",
                Map.of("a/A.class", aClass(), OUR_LIBRARY, bytes("ours"), "libother-win64.dll", bytes("another's")));

        assertThat(jars.put(jar)).isTrue();

        assertThat(entries(lib.resolve("natives.jar"))).containsExactly("a/A.class");
        assertThat(content(lib.resolve("natives.jar"), "a/A.class")).isEqualTo(aClass());
        try (var unpacked = Files.list(natives)) {
            assertThat(unpacked).containsExactly(natives.resolve("libours.so"));
        }
        assertThat(natives.resolve("libours.so")).hasContent("ours");
        jars.requireAllUnpacked();
    }

    @Test
    void aJarWithoutClassesIsNotOnTheClassPath() throws IOException {
        Path jar = jar(
                "no-classes.jar",
                Map.of(OUR_LIBRARY, bytes("ours"), "META-INF/versions/11/module-info.class", aClass()));

        assertThat(jars.put(jar)).isFalse();

        assertThat(lib).isEmptyDirectory();
        assertThat(natives.resolve("libours.so")).exists();
    }

    @Test
    void aLibraryThatNoJarBringsIsMissed() throws IOException {
        jars.put(jar("plain.jar", Map.of("a/A.class", aClass())));

        assertThatThrownBy(jars::requireAllUnpacked).hasMessageContaining(OUR_LIBRARY);
    }

    private Path jar(String name, Map<String, byte[]> entries) throws IOException {
        Path jar = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return jar;
    }

    private static List<String> entries(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        }
    }

    private static byte[] content(Path jar, String entry) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile());
                InputStream in = zip.getInputStream(zip.getEntry(entry))) {
            return in.readAllBytes();
        }
    }

    /** A class of today's format: this test's own. */
    private static byte[] aClass() throws IOException {
        try (InputStream in = LeanJarsTest.class.getResourceAsStream("LeanJarsTest.class")) {
            if (in == null) {
                throw new IllegalStateException("this test has no class file");
            }
            return in.readAllBytes();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
