package io.kubia.node.store;

import java.nio.file.Path;
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
import org.rocksdb.WriteOptions;

/** An open RocksDB with the options that a small volume wants, and all native objects that must be closed with it. */
final class Database implements AutoCloseable {
    /** One key is written over and over: a small memtable keeps memory, log and recovery small. */
    private static final long WRITE_BUFFER = 2L << 20;

    private static final long BLOCK_CACHE = 1L << 20;
    private static final long INFO_LOG = 256L << 10;

    private final Cache cache;
    private final Options options;
    private final RocksDB rocks;
    private final WriteOptions durable = new WriteOptions().setSync(true);
    private final WriteOptions buffered = new WriteOptions();

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

    void write(Changes changes) throws RocksDBException {
        rocks.write(changes.durable() ? durable : buffered, changes.batch());
    }

    byte @Nullable [] get(byte[] key) throws RocksDBException {
        return rocks.get(key);
    }

    RocksIterator iterator(ReadOptions options) {
        return rocks.newIterator(options);
    }

    @Override
    public void close() {
        rocks.close();
        durable.close();
        buffered.close();
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
                .setMaxOpenFiles(64)
                // One writer thread: nothing to coordinate.
                .setAllowConcurrentMemtableWrite(false)
                .setEnableWriteThreadAdaptiveYield(false)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setTableFormatConfig(
                        new BlockBasedTableConfig().setBlockCache(cache).setBlockSize(16L << 10))
                // A volume may be as small as the 1 MiB of a first example: no large files ahead of need.
                .setManifestPreallocationSize(64L << 10)
                .setMaxManifestFileSize(1L << 20)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(INFO_LOG)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
    }
}
