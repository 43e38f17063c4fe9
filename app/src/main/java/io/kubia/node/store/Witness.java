package io.kubia.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * Remembers, beside the database, the highest sequence that was acknowledged.
 *
 * <p>RocksDB takes a log that breaks off for one that a crash cut short, and opens with what stands before the break:
 * right for a torn tail that nobody was promised, wrong for a damaged record in the middle. The witness tells the two
 * apart. It is written after the database's fsync and not fsynced itself: after a killed process it is exact, after a
 * power loss it may be behind, and it is never ahead. So a database whose newest sequence is below the witness has lost
 * something that was acknowledged, always; and nothing is paid for knowing it but one small write per group of commits.
 */
final class Witness implements AutoCloseable {
    private static final String FILE = "kubia.sequence";
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

    /** The sequence that it remembers; empty when there is none, or none that its checksum confirms. */
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
        long sequence = buffer.getLong();
        return buffer.getLong() == checksum(sequence) ? OptionalLong.of(sequence) : OptionalLong.empty();
    }

    /** Remembers {@code sequence}; one thread at a time. */
    void acknowledge(long sequence) throws IOException {
        buffer.clear().putLong(sequence).putLong(checksum(sequence)).flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer, buffer.position());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static long checksum(long sequence) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(sequence).flip());
        return crc.getValue();
    }
}
