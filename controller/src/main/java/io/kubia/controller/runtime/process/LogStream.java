package io.kubia.controller.runtime.process;

import io.kubia.controller.runtime.ContainerAccess.LogRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A part of an output, read line by line. One that is followed waits for more until the run has ended; closing it from
 * another thread ends the wait.
 */
final class LogStream extends InputStream {
    private static final int BLOCK = 16 * 1024;
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

    private final OutputLog log;
    private final LogRequest request;
    private final Growth growth;

    private final ByteBuffer block = ByteBuffer.allocate(BLOCK).limit(0);
    private @Nullable FileChannel channel;
    private long offset;
    private long left;
    private boolean isAtLineStart = true;
    private OutputTimes times;
    private ByteBuffer ready = ByteBuffer.allocate(0);

    LogStream(OutputLog log, LogRequest request, Growth growth) throws IOException {
        this.log = log;
        this.request = request;
        this.growth = growth;
        this.times = log.times();
        this.left = request.limitBytes().orElse(Long.MAX_VALUE);
        long tail = request.tailLines().isPresent()
                ? log.offsetOfLast(request.tailLines().getAsLong())
                : 0;
        long since = request.since().map(times::offsetOf).orElse(0L);
        this.offset = Math.max(tail, since);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (left <= 0 || (!ready.hasRemaining() && !fill())) {
            return -1;
        }
        int count = (int) Math.min(Math.min(length, ready.remaining()), left);
        ready.get(into, from, count);
        left -= count;
        return count;
    }

    /** Reads on, waiting for more when it is followed; false at the end. */
    private boolean fill() throws IOException {
        long seen = growth.version();
        while (!readBlock()) {
            // It may have printed its last words between the look at the file and this one at the state.
            if (!request.follow() || growth.isClosed() || growth.hasEnded(seen)) {
                return false;
            }
            seen = growth.await(seen);
        }
        long begin = offset;
        offset += block.remaining();
        ready = request.timestamps() ? stamped(begin) : block;
        return true;
    }

    private boolean readBlock() throws IOException {
        if (channel == null) {
            if (!Files.exists(log.file())) {
                return false;
            }
            channel = FileChannel.open(log.file(), StandardOpenOption.READ);
        }
        if (channel.size() < offset) {
            offset = 0; // it has been rotated
            times = log.times();
        }
        block.clear();
        int count = channel.read(block, offset);
        block.flip();
        return count > 0;
    }

    private ByteBuffer stamped(long begin) throws IOException {
        if (offset > times.known()) {
            times = log.times();
        }
        var now = Files.getLastModifiedTime(log.file()).toInstant();
        var text = new ByteArrayOutputStream(block.remaining() * 2);
        long position = begin;
        while (block.hasRemaining()) {
            if (isAtLineStart) {
                text.writeBytes(stamp(position, now));
                isAtLineStart = false;
            }
            byte next = block.get();
            text.write(next);
            position++;
            isAtLineStart = next == '\n';
        }
        return ByteBuffer.wrap(text.toByteArray());
    }

    private byte[] stamp(long position, Instant now) {
        return (TIME.format(times.of(position, now)) + " ").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        growth.close();
        if (channel != null) {
            channel.close();
        }
    }
}
