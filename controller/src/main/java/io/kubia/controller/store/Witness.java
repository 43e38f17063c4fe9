package io.kubia.controller.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * Remembers, beside the database, the highest version that has been synced, so that a loss is noticed: decision 0007 tells
 * why RocksDB cannot notice it by itself. Written after the database's fsync and without one of its own: exact after a
 * killed process, perhaps behind after a power loss, never ahead.
 */
final class Witness implements AutoCloseable {
    static final String FILE = "version";
    private static final int SIZE = 2 * Long.BYTES;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);

    private Witness(FileChannel channel) {
        this.channel = channel;
    }

    static Witness open(Path directory) throws IOException {
        return new Witness(FileChannel.open(
                directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** The version that it remembers; empty when there is none, or none that its checksum confirms. */
    static OptionalLong read(Path directory) throws IOException {
        var file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        var bytes = Files.readAllBytes(file);
        if (bytes.length != SIZE) {
            return OptionalLong.empty();
        }
        var buffer = ByteBuffer.wrap(bytes);
        long version = buffer.getLong();
        return buffer.getLong() == checksum(version) ? OptionalLong.of(version) : OptionalLong.empty();
    }

    /** Remembers a version; one thread at a time. */
    void acknowledge(long version) throws IOException {
        buffer.clear().putLong(version).putLong(checksum(version)).flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer, buffer.position());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static long checksum(long version) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(version).flip());
        return crc.getValue();
    }
}
