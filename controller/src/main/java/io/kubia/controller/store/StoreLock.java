package io.kubia.controller.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * The store's directory belongs to one live process. The kernel holds the lock and drops it with the process, however that
 * ends; the file says to the next one who comes who that is. RocksDB has a lock of its own, which names nobody.
 *
 * <p>Implementation note. Such a lock is the process's: closing any other channel to the file would drop it. So the
 * directories of this process are remembered as well, and the file of one that is taken is not opened again.
 */
final class StoreLock implements AutoCloseable {
    private static final String FILE = "lock";
    private static final Set<Path> OWN = new HashSet<>();

    private final Path directory;
    private final FileChannel channel;

    private StoreLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** Takes a directory that is there, or says who has it. */
    static StoreLock take(Path given) throws IOException {
        var directory = given.toRealPath();
        synchronized (OWN) {
            if (OWN.contains(directory)) {
                throw taken(given, "this very process");
            }
            var channel = FileChannel.open(
                    directory.resolve(FILE),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() == null) {
                    throw taken(given, holder(directory));
                }
                sign(channel);
                OWN.add(directory);
                return new StoreLock(directory, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (OWN) {
            channel.close();
            OWN.remove(directory);
        }
    }

    private static StoreException taken(Path directory, String holder) {
        return new StoreException(
                "state: " + directory + " is in use by " + holder
                        + ". Stop that control plane first, or give this one a home of its own.",
                null);
    }

    /** That it cannot be written (a full disk) takes nothing from the lock. */
    private static void sign(FileChannel channel) {
        var self = ProcessHandle.current();
        var words = new StringBuilder("process ").append(self.pid());
        self.info().startInstant().ifPresent(start -> words.append(", started ").append(start));
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(words.append('\n').toString().getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException ignored) {
            // the next one who comes is told of "another process"
        }
    }

    private static String holder(Path directory) {
        try {
            var words = Files.readString(directory.resolve(FILE)).strip();
            return words.isEmpty() ? "another process" : words;
        } catch (IOException ignored) {
            return "another process";
        }
    }
}
