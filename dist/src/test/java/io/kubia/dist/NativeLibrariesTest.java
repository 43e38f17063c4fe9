package io.kubia.dist;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativeLibrariesTest {
    @ParameterizedTest
    @CsvSource({
        "amd64, libnetty_transport_native_epoll_x86_64.so",
        "aarch64, libnetty_transport_native_epoll_aarch_64.so",
        "riscv64, libnetty_transport_native_epoll_riscv64.so"
    })
    void onLinuxNettysEpollIsTheOneForTheProcessor(String architecture, String file) {
        assertThat(NativeLibraries.of("Linux", architecture).filesByEntry())
                .containsEntry("META-INF/native/" + file, file);
    }

    @Test
    void elsewhereThereIsNoEpoll() {
        assertThat(NativeLibraries.of("Mac OS X", "aarch64").filesByEntry()).hasSize(1);
    }

    @Test
    void rocksDbsIsNamedAsTheJvmLooksForIt() {
        assertThat(NativeLibraries.ofThisMachine().filesByEntry()).containsValue(System.mapLibraryName("rocksdbjni"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"librocksdbjni-linux64.so", "librocksdbjni-osx-arm64.jnilib", "a/b.dylib", "c.dll"})
    void librariesOfEverySystemAreKnown(String entry) {
        assertThat(NativeLibraries.isNative(entry)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"org/rocksdb/RocksDB.class", "META-INF/MANIFEST.MF", "notes.solution", ".so"})
    void otherEntriesAreNot(String entry) {
        assertThat(NativeLibraries.isNative(entry)).isFalse();
    }
}
