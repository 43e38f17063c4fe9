package io.kubia.controller.store;

import static io.kubia.controller.store.Things.realPod;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.role.metrics.Metrics;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRecordsTest {
    private static final int BLOCK = 32 << 10;

    @TempDir
    Path directory;

    @BeforeEach
    void storeSomeBlocks() {
        for (int start = 0; start < 2; start++) {
            try (var store = RocksObjectStore.open(directory, StoreLimits.DEFAULT, new Metrics())) {
                for (int i = 0; i < 40; i++) {
                    store.write(new Write.Create(realPod("a", "p" + start + "-" + i)))
                            .join();
                }
            }
        }
    }

    @Test
    void whatRocksDbWritesIsFine() throws Exception {
        LogRecords.check(directory.resolve("rocksdb"));
    }

    /** Without the check RocksDB would not come back from any of these. */
    @Test
    void aRecordThatSaysItIsRecycledIsFoundInEveryPlace() throws Exception {
        for (var file : logs()) {
            var whole = Files.readAllBytes(file);
            for (int at : typesIn(whole)) {
                var damaged = whole.clone();
                damaged[at] ^= 4;
                Files.write(file, damaged);
                assertThatThrownBy(() -> RocksObjectStore.open(directory, StoreLimits.DEFAULT, new Metrics()))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining(
                                "at byte " + at + " of " + file + " (expected: one of a file that is not");
            }
            Files.write(file, whole);
        }
        RocksObjectStore.open(directory, StoreLimits.DEFAULT, new Metrics()).close();
    }

    private List<Path> logs() throws Exception {
        try (var files = Files.list(directory.resolve("rocksdb"))) {
            return files.filter(file -> file.toString().endsWith(".log")
                            || String.valueOf(file.getFileName()).startsWith("MANIFEST"))
                    .toList();
        }
    }

    /** Where the types of records stand that one bit makes types of recycled files. */
    private static List<Integer> typesIn(byte[] bytes) {
        var types = new ArrayList<Integer>();
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at + 7 <= bytes.length) {
            if (BLOCK - at % BLOCK < 7) {
                at = (at / BLOCK + 1) * BLOCK;
                continue;
            }
            if (bytes[at + 6] >= 1 && bytes[at + 6] < 4) {
                types.add(at + 6);
            }
            at += 7 + in.getShort(at + 4);
        }
        return types;
    }
}
