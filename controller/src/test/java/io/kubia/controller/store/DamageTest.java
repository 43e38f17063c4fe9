package io.kubia.controller.store;

import static io.kubia.controller.store.Things.event;
import static io.kubia.controller.store.Things.pod;
import static io.kubia.controller.store.Things.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.role.metrics.Metrics;
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

/**
 * One thing on the disk is damaged: the store either has exactly what was acknowledged, or refuses to start, says where,
 * and leaves every byte as it was. It never has an older state.
 */
class DamageTest {
    private static final long SEED = 1;

    @TempDir
    Path directory;

    private List<KubeObject> stored = List.of();

    /** Some objects in a table and some in the log. */
    @BeforeEach
    void storeSomething() {
        try (var store = open(directory)) {
            var first = store.write(new Write.Create(pod("a", "first"))).join();
            store.write(new Write.Replace(first.withLabel("l", "v"), first.resourceVersion()))
                    .join();
            var gone = store.write(new Write.Create(pod("a", "gone"))).join();
            store.write(new Write.Remove(gone.key(), gone.resourceVersion())).join();
        }
        try (var store = open(directory)) {
            for (int i = 0; i < 10; i++) {
                store.write(new Write.Create(pod("b", "p" + i))).join();
            }
            var service = store.write(new Write.Create(service("a", "s"))).join();
            store.write(new Write.Remove(service.key(), service.resourceVersion()))
                    .join();
            stored = pods(store);
        }
    }

    @Test
    void aFlippedBitInAnyFileNeverGivesAnOlderState(@TempDir Path copy) throws IOException {
        var random = new SplittableRandom(SEED);
        for (var file : files(directory)) {
            long size = Files.size(file);
            for (int i = 0; i < 3 && size > 0; i++) {
                copyTo(copy);
                var damaged = copy.resolve(directory.relativize(file));
                var bytes = Files.readAllBytes(damaged);
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(damaged, bytes);
                hasAllOrRefuses(copy);
            }
        }
    }

    @Test
    void aFileCutShortNeverGivesAnOlderState(@TempDir Path copy) throws IOException {
        for (var file : files(directory)) {
            var whole = Files.readAllBytes(file);
            for (int kept : new int[] {0, whole.length / 2, whole.length - 1}) {
                if (whole.length > 0) {
                    copyTo(copy);
                    Files.write(copy.resolve(directory.relativize(file)), Arrays.copyOf(whole, kept));
                    hasAllOrRefuses(copy);
                }
            }
        }
    }

    @Test
    void aMissingFileNeverGivesAnOlderState(@TempDir Path copy) throws IOException {
        for (var file : files(directory)) {
            copyTo(copy);
            Files.delete(copy.resolve(directory.relativize(file)));
            hasAllOrRefuses(copy);
        }
    }

    @Test
    void aLostDatabaseIsNotTakenForANewOne() throws IOException {
        for (var file : files(directory.resolve("rocksdb"))) {
            Files.delete(file);
        }
        assertThatThrownBy(() -> open(directory))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("state: " + directory.resolve("rocksdb")
                        + " is damaged: its file CURRENT is gone. Nothing was changed")
                .hasMessageContaining("Restore the directory from a copy");
    }

    @Test
    void damageInATableNamesItsFile() throws IOException {
        var table = files(directory.resolve("rocksdb")).stream()
                .filter(file -> file.toString().endsWith(".sst"))
                .toList()
                .getFirst();
        var bytes = Files.readAllBytes(table);
        bytes[10] ^= 1;
        Files.write(table, bytes);

        var before = contents(directory);
        assertThatThrownBy(() -> open(directory))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(table.getFileName().toString());
        assertThat(contents(directory)).isEqualTo(before);
    }

    /** What is on the disk after a power cut: all up to the last fsync, and of what came after perhaps nothing. */
    @Test
    void aPowerCutTakesUnsyncedEventsButNotTheirVersions(@TempDir Path copy) throws IOException {
        long last = 0;
        long synced;
        try (var store = open(directory)) {
            store.write(new Write.Create(pod("c", "synced"))).join();
            stored = pods(store);
            synced = Files.size(newestLog(directory));
            for (int i = 0; i < 500; i++) {
                last = store.write(new Write.Create(event("c", "e" + i))).join().resourceVersion();
            }
            copyTo(copy);
        }
        var log = newestLog(copy);
        var bytes = Files.readAllBytes(log);
        assertThat(bytes.length).isGreaterThan((int) synced);
        Files.write(log, Arrays.copyOf(bytes, (int) synced));

        try (var store = open(copy)) {
            assertThat(pods(store)).isEqualTo(stored);
            assertThat(store.now().list(Selection.all(ResourceTypes.EVENT))).isEmpty();
            assertThat(store.write(new Write.Create(pod("c", "next"))).join().resourceVersion())
                    .isGreaterThan(last);
        }
    }

    /** As a killed process leaves it: nothing is lost, events neither. */
    @Test
    void aKilledProcessLosesNothing(@TempDir Path copy) throws IOException {
        long last;
        try (var store = open(directory)) {
            last = store.write(new Write.Create(event("c", "e"))).join().resourceVersion();
            copyTo(copy);
        }
        try (var store = open(copy)) {
            assertThat(pods(store)).isEqualTo(stored);
            assertThat(store.now().list(Selection.all(ResourceTypes.EVENT))).hasSize(1);
            assertThat(store.now().version()).isGreaterThanOrEqualTo(last);
        }
    }

    private void hasAllOrRefuses(Path copy) throws IOException {
        var before = contents(copy);
        try (var store = open(copy)) {
            assertThat(pods(store)).isEqualTo(stored);
            assertThat(store.now().list(Selection.all(ResourceTypes.SERVICE))).isEmpty();
        } catch (StoreException e) {
            assertThat(e).hasMessageContaining(copy.toString());
            assertThat(contents(copy)).isEqualTo(before);
        }
    }

    private static RocksObjectStore open(Path directory) {
        return RocksObjectStore.open(directory, StoreLimits.DEFAULT, new Metrics());
    }

    private static List<KubeObject> pods(ObjectStore store) {
        return store.now().list(Selection.all(ResourceTypes.POD));
    }

    private static Path newestLog(Path directory) {
        return files(directory.resolve("rocksdb")).stream()
                .filter(file -> file.toString().endsWith(".log"))
                .toList()
                .getLast();
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
            if (!file.endsWith("lock")) {
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
