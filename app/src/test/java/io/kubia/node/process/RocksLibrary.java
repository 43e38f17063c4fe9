package io.kubia.node.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.rocksdb.util.Environment;

/**
 * RocksDB's native library, unpacked once for all nodes of a test run. A node would unpack it at each start, and one that
 * is killed would leave its 17 MB behind.
 */
final class RocksLibrary {
    private static final Path DIRECTORY = unpack();

    private RocksLibrary() {}

    static Path directory() {
        return DIRECTORY;
    }

    private static Path unpack() {
        var resource = "/" + Environment.getJniLibraryFileName("rocksdb");
        try (var library = Objects.requireNonNull(RocksLibrary.class.getResourceAsStream(resource), resource)) {
            var directory = Files.createTempDirectory("kubia-native");
            var file = directory.resolve(System.mapLibraryName(Environment.getSharedLibraryName("rocksdb")));
            Files.copy(library, file);
            // The last registered goes first.
            directory.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
