package io.kubia.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The volume belongs to one live process. The kernel holds the lock and drops it with the process, however that ends, so
 * a lock never outlives its holder; the file only says who that is. RocksDB has a lock of its own, which names nobody.
 */
final class VolumeLock implements AutoCloseable {
    private static final String FILE = "kubia.lock";

    private final FileChannel channel;

    private VolumeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the volume, or says who has it. */
    static VolumeLock take(Path directory) throws IOException, StoreException {
        var channel = FileChannel.open(
                directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (tryLock(channel) == null) {
                throw new StoreException(
                        "data: %s is in use by %s. Stop it first, or give this node a directory of its own with --data."
                                .formatted(directory, holder(directory)));
            }
            sign(channel);
            return new VolumeLock(channel);
        } catch (IOException | StoreException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another store of this very process
        }
    }

    /** Who holds the lock stands in it for people; that it cannot be written (a full disk) takes nothing from the lock. */
    private static void sign(FileChannel channel) {
        var self = ProcessHandle.current();
        var words = new StringBuilder("process ").append(self.pid());
        self.info()
                .command()
                .ifPresent(command -> words.append(" (").append(command).append(')'));
        self.info().startInstant().ifPresent(start -> words.append(", started ").append(start));
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(words.append('\n').toString().getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException _) {
            // the next one who comes is told of "another process"
        }
    }

    private static String holder(Path directory) {
        try {
            var words = Files.readString(directory.resolve(FILE)).strip();
            return words.isEmpty() ? "another process" : words;
        } catch (IOException _) {
            return "another process";
        }
    }
}
