package io.kubia.controller.runtime.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

/**
 * What a process prints, and when. It writes into its file by itself, so that nothing is lost while the control plane is
 * away; {@code log.times} beside it notes how long the file was at which time. A line's time is therefore when it was
 * noticed: some milliseconds after it was printed, or when the control plane came back.
 *
 * <p>One thread notes; any reads.
 */
final class OutputLog {
    /** Between two notes, however much is printed: the times stay far smaller than the log. */
    private static final Duration RESOLUTION = Duration.ofMillis(50);

    private static final int TAIL_BLOCK = 8192;

    private final Path file;
    private final long maxBytes;
    private long notedLength;
    private Instant notedAt = Instant.MIN;

    OutputLog(Path file, long maxBytes) {
        this.file = file;
        this.maxBytes = maxBytes;
    }

    Path file() {
        return file;
    }

    OutputTimes times() throws IOException {
        return OutputTimes.read(timesFile());
    }

    /** Notes what was printed while nobody looked, with the time of the last of it. */
    void resume() throws IOException {
        notedLength = times().known();
        if (length() > notedLength) {
            grown(Files.getLastModifiedTime(file).toInstant());
        }
    }

    /** Notes that the file has grown, and begins a new one when it has grown too far. */
    void grown(Instant now) throws IOException {
        long length = length();
        if (length > maxBytes) {
            rotate();
        } else if (length > notedLength && !now.isBefore(notedAt.plus(RESOLUTION))) {
            OutputTimes.append(timesFile(), new OutputTimes.Mark(length, now));
            notedLength = length;
            notedAt = now;
        }
    }

    /**
     * The process has the file open and goes on writing into it, so it is copied and cut, as logrotate does; what is printed
     * between the two is lost.
     */
    private void rotate() throws IOException {
        Files.copy(file, file.resolveSibling("log.1"), StandardCopyOption.REPLACE_EXISTING);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
        Files.deleteIfExists(timesFile());
        notedLength = 0;
    }

    long length() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** Where the last lines begin. */
    long offsetOfLast(long lines) throws IOException {
        long end = length();
        if (lines == 0 || end == 0) {
            return end;
        }
        try (var reader = new RandomAccessFile(file.toFile(), "r")) {
            long found = 0;
            var block = new byte[TAIL_BLOCK];
            for (long position = end; position > 0; ) {
                int length = (int) Math.min(TAIL_BLOCK, position);
                position -= length;
                reader.seek(position);
                reader.readFully(block, 0, length);
                for (int i = length - 1; i >= 0; i--) {
                    // The newline that ends the last line begins no other.
                    boolean beginsLine = block[i] == '\n' && position + i < end - 1;
                    found += beginsLine ? 1 : 0;
                    if (beginsLine && found == lines) {
                        return position + i + 1;
                    }
                }
            }
            return 0;
        }
    }

    private Path timesFile() {
        return file.resolveSibling("log.times");
    }
}
