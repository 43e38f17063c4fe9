package io.kubia.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database on the volume: one head record, and the chunks of large bodies under {@code (upload, number)}.
 *
 * <p>Implementation note: {@code RocksDB} objects must not be used after their close, and a volume closes and opens its
 * database again to recover from a failed write. So whoever uses the database holds {@link #use}'s read lock, and
 * {@link #reopen} its write lock. Only the store's writer thread calls {@link #write} and {@link #reopen}.
 */
final class Volume implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Volume.class);
    private static final String DATABASE = "rocksdb";
    /** What must fit on the volume before a database that failed for want of room is opened again: its log and manifest. */
    private static final int ROOM_TO_REOPEN = 256 * 1024;

    private final Path directory;
    private final Consumer<Body.Chunked> unused;
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    private @Nullable Database database;

    private Volume(Path directory, Consumer<Body.Chunked> unused) {
        this.directory = directory;
        this.unused = unused;
    }

    /**
     * Opens the database, or makes a new one on a new volume. A damaged one is found before anything is changed.
     *
     * @param unused what chunked content tells when nobody uses it any longer
     */
    static Volume open(Path directory, Consumer<Body.Chunked> unused) throws IOException, StoreException {
        var volume = new Volume(directory, unused);
        boolean exists = Files.exists(volume.databasePath().resolve("CURRENT"));
        var witness = Witness.read(directory);
        if (exists) {
            volume.inspect(witness.orElse(0));
        } else if (witness.isPresent()) {
            throw volume.damaged("its database is gone, which held sequence " + witness.getAsLong(), null);
        }
        try {
            Files.createDirectories(volume.databasePath());
            volume.database = Database.open(volume.databasePath());
            volume.prepare();
            syncDirectory(volume.databasePath());
            syncDirectory(directory);
            return volume;
        } catch (IOException | StoreException | RuntimeException e) {
            volume.close();
            throw e;
        } catch (RocksDBException e) {
            volume.close();
            throw Failures.isNoSpace(e)
                    ? new StoreException(
                            "data: no space left on %s. Make room and start again; nothing was deleted."
                                    .formatted(directory),
                            e)
                    : new StoreException("data: %s cannot be opened: %s".formatted(directory, e.getMessage()), e);
        }
    }

    /** The newest version on disk. */
    Version head() throws IOException, StoreException {
        use.readLock().lock();
        try {
            return head(open());
        } catch (RocksDBException e) {
            throw damaged(String.valueOf(e.getMessage()), e);
        } finally {
            use.readLock().unlock();
        }
    }

    /** Makes a group of changes durable, all or nothing. */
    void write(Changes changes) throws RocksDBException {
        use.readLock().lock();
        try {
            var open = database;
            if (open == null) {
                throw Failures.notOpen();
            }
            open.write(changes);
        } finally {
            use.readLock().unlock();
        }
    }

    /** One chunk of a large body; blocks for the disk. */
    byte[] chunk(long upload, int number) throws IOException {
        use.readLock().lock();
        try {
            var bytes = open().get(Keys.chunk(upload, number));
            if (bytes == null) {
                throw new IOException("chunk %d of upload %d is missing".formatted(number, upload));
            }
            return bytes;
        } catch (RocksDBException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            use.readLock().unlock();
        }
    }

    /**
     * Closes the database that failed and opens it anew: RocksDB refuses every write after a failed one, as it no longer
     * knows what its log holds. Only once there is room, so that reads go on from the old one until then.
     *
     * @throws IOException the volume still fails
     */
    void reopen() throws IOException {
        probeRoom();
        use.writeLock().lock();
        try {
            if (database != null) {
                database.close();
                database = null;
            }
            database = Database.open(databasePath());
            log.info("{} takes writes again", directory);
        } catch (RocksDBException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            use.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (database != null) {
                database.close();
                database = null;
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    /** Reads all that a start relies on, without writing: what is found damaged stays as it is, for whoever repairs it. */
    private void inspect(long acknowledged) throws IOException, StoreException {
        try (var readOnly = Database.openReadOnly(databasePath())) {
            var bytes = readOnly.get(Keys.HEAD);
            if (bytes == null && acknowledged == 0) {
                return; // the very first start was cut short
            }
            var head = bytes == null ? Version.initial(0) : HeadRecord.decode(bytes, unused);
            if (head.sequence() < acknowledged) {
                throw damaged(
                        "sequence %d was acknowledged, but its newest readable one is %d"
                                .formatted(acknowledged, head.sequence()),
                        null);
            }
            if (head.content() instanceof Body.Chunked chunked) {
                verify(readOnly, chunked);
            }
        } catch (RocksDBException | IOException e) {
            throw damaged(String.valueOf(e.getMessage()), e);
        }
    }

    private static void verify(Database database, Body.Chunked chunked) throws RocksDBException, IOException {
        long length = 0;
        for (int number = 0; number < chunked.chunks(); number++) {
            var chunk = database.get(Keys.chunk(chunked.upload(), number));
            length += chunk == null ? 0 : chunk.length;
        }
        if (length != chunked.length()) {
            throw new IOException("the data has %d bytes (expected: %d)".formatted(length, chunked.length()));
        }
    }

    /** Writes the first head of a new volume, and drops the chunks of uploads that a crash cut short. */
    private void prepare() throws RocksDBException, IOException, StoreException {
        var open = open();
        try (var changes = new Changes()) {
            if (open.get(Keys.HEAD) == null) {
                changes.head(Version.initial(ThreadLocalRandom.current().nextLong()));
            }
            if (!changes.isEmpty()) {
                open.write(changes);
                changes.clear();
            }
            long kept = head(open).content() instanceof Body.Chunked chunked ? chunked.upload() : -1;
            if (hasChunksBeside(open, kept)) {
                changes.deleteUploads(0, kept);
                changes.deleteUploads(kept + 1, Long.MAX_VALUE);
                open.write(changes);
            }
        }
    }

    private static boolean hasChunksBeside(Database open, long kept) throws RocksDBException {
        try (var options = new ReadOptions().setFillCache(false);
                RocksIterator chunks = open.iterator(options)) {
            chunks.seek(Keys.chunk(0, 0));
            if (chunks.isValid() && Keys.upload(chunks.key()) == kept) {
                chunks.seek(Keys.chunk(kept + 1, 0));
            }
            boolean found = chunks.isValid() && Keys.isChunk(chunks.key());
            chunks.status();
            return found;
        }
    }

    private Version head(Database open) throws RocksDBException, IOException, StoreException {
        var bytes = open.get(Keys.HEAD);
        if (bytes == null) {
            throw damaged("its head record is missing", null);
        }
        return HeadRecord.decode(bytes, unused);
    }

    private Database open() throws IOException {
        if (database == null) {
            throw new IOException(
                    "the database is not open: %s failed and could not be opened again yet".formatted(directory));
        }
        return database;
    }

    private Path databasePath() {
        return directory.resolve(DATABASE);
    }

    private void probeRoom() throws IOException {
        var probe = directory.resolve("kubia.probe");
        try (var channel = FileChannel.open(
                probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var zeros = ByteBuffer.allocate(ROOM_TO_REOPEN);
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
            channel.force(true);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private StoreException damaged(String what, @Nullable Throwable cause) {
        return new StoreException("""
                data: %s is damaged: %s. Nothing was changed or deleted. Restore the volume from a copy; \
                or, to give this node up its data and start empty, move the directory's contents away.\
                """.formatted(directory, what), cause);
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
