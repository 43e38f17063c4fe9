package io.kubia.controller.store;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * An open RocksDB with the options that a small store wants which is read once, at start, and all native objects that must
 * be closed with it. {@link Layout} says what stands in it.
 */
final class Database implements Journal {
    /** A pod's status takes some 3 KB: a flush for every few hundred writes, and little to replay at a start. */
    private static final long WRITE_BUFFER = 2L << 20;
    /** Everything is read once, in order; nothing is worth keeping. */
    private static final long BLOCK_CACHE = 256L << 10;

    private static final long INFO_LOG = 256L << 10;

    private final Cache cache;
    private final Options options;
    private final RocksDB rocks;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final WriteOptions unsynced = new WriteOptions();
    private final WriteBatch batch = new WriteBatch();

    private Database(Cache cache, Options options, RocksDB rocks) {
        this.cache = cache;
        this.options = options;
        this.rocks = rocks;
    }

    static Database open(Path path) throws RocksDBException {
        return open(path, false);
    }

    /** Opens without changing a byte; what stands in the log is read into memory. */
    static Database openReadOnly(Path path) throws RocksDBException {
        return open(path, true);
    }

    private static Database open(Path path, boolean readOnly) throws RocksDBException {
        RocksDB.loadLibrary();
        var cache = new LRUCache(BLOCK_CACHE);
        var options = options(cache);
        try {
            var rocks =
                    readOnly ? RocksDB.openReadOnly(options, path.toString()) : RocksDB.open(options, path.toString());
            return new Database(cache, options, rocks);
        } catch (RocksDBException | RuntimeException | Error e) {
            options.close();
            cache.close();
            throw e;
        }
    }

    @Override
    public void append(List<Group.Accepted> writes, Layout.Head head, boolean sync) {
        try {
            batch.clear();
            for (var write : writes) {
                var change = write.change();
                var key = Layout.key(change.key());
                if (change instanceof Change.Deleted) {
                    batch.delete(key);
                } else {
                    batch.put(key, Layout.value(change.version(), write.queued().json()));
                }
            }
            batch.put(Layout.HEAD, Layout.encode(head));
            rocks.write(sync ? synced : unsynced, batch);
        } catch (RocksDBException e) {
            throw new StoreException("the database cannot be written: " + e.getMessage(), e);
        }
    }

    byte @Nullable [] head() throws RocksDBException {
        return rocks.get(Layout.HEAD);
    }

    /** Takes the objects one after the other. */
    @FunctionalInterface
    interface Reader {
        void read(byte[] key, byte[] value) throws Layout.UnreadableException;
    }

    void eachObject(Reader reader) throws RocksDBException, Layout.UnreadableException {
        try (var read = new ReadOptions().setFillCache(false);
                RocksIterator objects = rocks.newIterator(read)) {
            for (objects.seek(Layout.FIRST_OBJECT); objects.isValid(); objects.next()) {
                reader.read(objects.key(), objects.value());
            }
            objects.status();
        }
    }

    @Override
    public void close() {
        batch.close();
        rocks.close();
        synced.close();
        unsynced.close();
        options.close();
        cache.close();
    }

    private static Options options(Cache cache) {
        return new Options()
                .setCreateIfMissing(true)
                .setParanoidChecks(true)
                // What a crash cut short is dropped; that nothing more is lost, the witness checks.
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                .setWriteBufferSize(WRITE_BUFFER)
                .setMaxWriteBufferNumber(2)
                .setTargetFileSizeBase(8L << 20)
                .setMaxBackgroundJobs(2)
                .setMaxOpenFiles(32)
                .setMaxFileOpeningThreads(1)
                .setSkipStatsUpdateOnDbOpen(true)
                // One writer thread: nothing to coordinate.
                .setAllowConcurrentMemtableWrite(false)
                .setEnableWriteThreadAdaptiveYield(false)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setTableFormatConfig(
                        new BlockBasedTableConfig().setBlockCache(cache).setBlockSize(16L << 10))
                // Small stores shall take little room: no large files ahead of need.
                .setManifestPreallocationSize(64L << 10)
                .setMaxManifestFileSize(1L << 20)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(INFO_LOG)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
    }
}
