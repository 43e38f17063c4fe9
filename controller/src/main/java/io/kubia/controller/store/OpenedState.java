package io.kubia.controller.store;

import io.kubia.controller.store.Layout.Head;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store's directory, taken, checked, read and open for writing.
 *
 * <p>Everything is read and checked before a byte is changed: every object's block has its checksum, and the head says the
 * newest version and how many objects there are; the witness says which version must be there at least.
 */
record OpenedState(StoreLock lock, Database database, Witness witness, ObjectIndex index) implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OpenedState.class);
    private static final String DATABASE = "rocksdb";

    /**
     * Opens a directory, or makes a new one.
     *
     * @throws StoreException it is taken, damaged, full or not accessible; nothing in it has been changed
     */
    static OpenedState open(Path directory) {
        try {
            createPrivate(directory);
            var lock = StoreLock.take(directory);
            try {
                return open(directory, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreException("state: " + directory + " cannot be used: " + e, e);
        }
    }

    private static OpenedState open(Path directory, StoreLock lock) throws IOException {
        var path = directory.resolve(DATABASE);
        var index = read(directory, path, Witness.read(directory));
        try {
            createPrivate(path);
            var database = Database.open(path);
            try {
                syncDirectory(path);
                syncDirectory(directory);
                return new OpenedState(lock, database, Witness.open(directory), index);
            } catch (IOException | RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (RocksDBException e) {
            throw new StoreException("state: " + path + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static ObjectIndex read(Path directory, Path path, OptionalLong witness) throws IOException {
        if (!Files.exists(path.resolve("CURRENT"))) {
            if (witness.isPresent() || Files.exists(path.resolve("IDENTITY"))) {
                throw damaged(path, "its file CURRENT is gone", null);
            }
            return ObjectIndex.empty(0);
        }
        try {
            LogRecords.check(path);
            try (var readOnly = Database.openReadOnly(path)) {
                return read(readOnly, directory, path, witness.orElse(0));
            }
        } catch (RocksDBException | Layout.UnreadableException e) {
            throw damaged(path, String.valueOf(e.getMessage()), e);
        }
    }

    private static ObjectIndex read(Database database, Path directory, Path path, long acknowledged)
            throws RocksDBException, Layout.UnreadableException {
        var bytes = database.head();
        var head = bytes == null ? Head.NONE : Layout.decodeHead(bytes);
        if (head.version() < acknowledged) {
            throw damaged(
                    path,
                    "version " + acknowledged + " was acknowledged, as " + directory.resolve(Witness.FILE)
                            + " says, but the newest readable one is " + head.version()
                            + "; its newest .log file is cut short or broken",
                    null);
        }
        var items = new ArrayList<ObjectTree.Item>();
        database.eachObject((key, value) -> {
            var object = Layout.decode(key, value);
            if (object.resourceVersion() > head.version()) {
                throw new Layout.UnreadableException(object.key() + ": version " + object.resourceVersion()
                        + " (expected: <= " + head.version() + ")");
            }
            items.add(new ObjectTree.Item(object.namespace(), object.name(), object, Layout.jsonLength(value)));
        });
        if (items.size() != head.objects()) {
            throw new Layout.UnreadableException(
                    "objects: " + items.size() + " (expected: " + head.objects() + ", as its head says)");
        }
        var index = ObjectIndex.empty(0);
        for (var item : items) {
            index = index.with(item.object(), item.bytes(), 0);
        }
        return index.at(Math.max(head.version(), head.reserved()));
    }

    @Override
    public void close() {
        database.close();
        try {
            witness.close();
            lock.close();
        } catch (IOException e) {
            log.warn("the state was not closed properly: {}", e.getMessage());
        }
    }

    private static StoreException damaged(Path path, String what, @Nullable Throwable cause) {
        return new StoreException(
                "state: " + path + " is damaged: " + what
                        + ". Nothing was changed or deleted. Restore the directory from a"
                        + " copy; or, to begin without any objects, move it away with what stands beside it (volumes keep"
                        + " their data).",
                cause);
    }

    /** Secrets are in there: it is the owner's alone, where files have owners. */
    private static void createPrivate(Path directory) throws IOException {
        var attributes = FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        Files.createDirectories(directory, attributes);
    }

    /** Makes the creation and removal of files in a directory durable; what cannot sync a directory has no need to. */
    private static void syncDirectory(Path directory) {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            log.debug("{}: directory not synced", directory, e);
        }
    }
}
