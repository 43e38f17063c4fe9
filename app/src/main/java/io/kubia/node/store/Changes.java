package io.kubia.node.store;

import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * What is written in one go. A head in it makes the whole group durable before {@link Database#write} returns; chunks
 * alone are promised to nobody yet, and reach the disk with the head that names them.
 */
final class Changes implements AutoCloseable {
    private final WriteBatch batch = new WriteBatch();
    private boolean durable;

    void chunk(long upload, int number, byte[] bytes) throws RocksDBException {
        batch.put(Keys.chunk(upload, number), bytes);
    }

    void head(Version version) throws RocksDBException {
        batch.put(Keys.HEAD, HeadRecord.encode(version));
        durable = true;
    }

    /** Deletes the chunks of the uploads from {@code first} up to, but without, {@code end}. */
    void deleteUploads(long first, long end) throws RocksDBException {
        if (first < end) {
            batch.deleteRange(Keys.chunk(first, 0), Keys.chunk(end, 0));
        }
    }

    boolean isEmpty() {
        return batch.count() == 0;
    }

    boolean durable() {
        return durable;
    }

    WriteBatch batch() {
        return batch;
    }

    void clear() {
        batch.clear();
        durable = false;
    }

    @Override
    public void close() {
        batch.close();
    }
}
