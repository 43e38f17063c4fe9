package io.kubia.node.store;

import static io.kubia.node.store.StoreFixture.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One thing on the volume is damaged: the store either serves exactly what was acknowledged, or refuses to start and
 * leaves every byte as it was. It never serves older data.
 */
class DamageTest {
    private static final String DATA = "the newest acknowledged data";

    @TempDir
    Path directory;

    @BeforeEach
    void storeSomething() throws Exception {
        try (var fixture = new StoreFixture(directory)) {
            fixture.put("older");
            fixture.upload(new byte[40_000], new byte[40_000]);
            for (int i = 0; i < 20; i++) {
                fixture.put("older still " + i);
            }
            fixture.put(DATA);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3})
    void flippedByteInAnyFileNeverServesOlderData(int seed, @TempDir Path copy) throws Exception {
        var random = new SplittableRandom(seed);
        for (var file : files(directory)) {
            long size = Files.size(file);
            for (int i = 0; i < 12 && size > 0; i++) {
                copyTo(copy);
                var damaged = copy.resolve(directory.relativize(file));
                var bytes = Files.readAllBytes(damaged);
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(damaged, bytes);
                servesNewestOrRefuses(copy);
            }
        }
    }

    @Test
    void truncatedFileNeverServesOlderData(@TempDir Path copy) throws Exception {
        for (var file : files(directory)) {
            var whole = Files.readAllBytes(file);
            for (int kept : new int[] {0, whole.length / 2, whole.length - 1}) {
                if (whole.length > 0) {
                    copyTo(copy);
                    Files.write(copy.resolve(directory.relativize(file)), Arrays.copyOf(whole, kept));
                    servesNewestOrRefuses(copy);
                }
            }
        }
    }

    @Test
    void missingFileNeverServesOlderData(@TempDir Path copy) throws Exception {
        for (var file : files(directory)) {
            copyTo(copy);
            Files.delete(copy.resolve(directory.relativize(file)));
            servesNewestOrRefuses(copy);
        }
    }

    @Test
    void lostDatabaseIsNotTakenForANewVolume() throws Exception {
        for (var file : files(directory.resolve("rocksdb"))) {
            Files.delete(file);
        }
        assertThatThrownBy(() -> new StoreFixture(directory))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("Restore the volume");
    }

    @Test
    void damageInLargeDataIsFoundAtStart(@TempDir Path volume) throws Exception {
        var chunk = new byte[60_000];
        new SplittableRandom(7).nextBytes(chunk);
        try (var fixture = new StoreFixture(volume)) {
            for (int i = 0; i < 3; i++) {
                fixture.upload(chunk, chunk, chunk);
            }
        }
        new StoreFixture(volume).close(); // moves the log into a table
        var table = files(volume).stream()
                .filter(file -> file.toString().endsWith(".sst"))
                .toList()
                .getLast();
        var bytes = Files.readAllBytes(table);
        bytes[bytes.length / 2] ^= 1;
        Files.write(table, bytes);

        var before = contents(volume);
        assertThatThrownBy(() -> new StoreFixture(volume)).isInstanceOf(StoreException.class);
        assertThat(contents(volume)).isEqualTo(before);
    }

    private static void servesNewestOrRefuses(Path copy) throws Exception {
        var before = contents(copy);
        try (var fixture = new StoreFixture(copy)) {
            assertThat(fixture.data()).isEqualTo(utf8(DATA));
        } catch (StoreException e) {
            assertThat(e).hasMessageContaining(copy.toString());
            assertThat(contents(copy)).isEqualTo(before);
        }
    }

    private void copyTo(Path copy) throws IOException {
        for (var file : files(copy)) {
            Files.delete(file);
        }
        for (var file : files(directory)) {
            var target = copy.resolve(directory.relativize(file));
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }

    /** All files and their bytes, less the lock: it says who tried last. */
    private static Map<String, String> contents(Path directory) throws IOException {
        var contents = new TreeMap<String, String>();
        for (var file : files(directory)) {
            if (!file.endsWith("kubia.lock")) {
                contents.put(directory.relativize(file).toString(), Arrays.toString(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
