package io.kubia.controller.store;

import static io.kubia.controller.store.Things.realPod;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.role.metrics.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;

/** Prints how long it takes to open a store; what may pass is for people to judge. */
class OpenTimeTest {
    @TempDir
    Path directory;

    @Test
    void opensQuickly() {
        RocksDB.loadLibrary();
        for (int objects : new int[] {0, 1_000}) {
            var state = directory.resolve("state" + objects);
            long made = open(state);
            fill(state, objects);
            long first = open(state);
            long again = open(state);
            System.out.printf(
                    "%,d objects: made in %d ms; opened in %d ms, again in %d ms; %,d KiB on disk%n",
                    objects, made, first, again, size(state) >> 10);
        }
    }

    private static long open(Path state) {
        long start = System.nanoTime();
        try (var store = RocksObjectStore.open(state, StoreLimits.DEFAULT, new Metrics())) {
            assertThat(store.now().version()).isNotNegative();
            return Duration.ofNanos(System.nanoTime() - start).toMillis();
        }
    }

    private static void fill(Path state, int objects) {
        try (var store = RocksObjectStore.open(state, StoreLimits.DEFAULT, new Metrics())) {
            for (int i = 0; i < objects - 1; i++) {
                store.write(new Write.Create(realPod("a", "pod-" + i)));
            }
            store.write(new Write.Create(realPod("a", "last"))).join();
        }
    }

    private static long size(Path directory) {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
