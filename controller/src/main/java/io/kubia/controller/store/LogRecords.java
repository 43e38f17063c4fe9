package io.kubia.controller.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Looks through RocksDB's logs and manifests for the one damage that RocksDB does not find but falls into: a record whose
 * type says that its file is a recycled one. RocksDB 11.8 takes such a record for a leftover and reads it again, for ever,
 * before it compares any checksum (a relative of facebook/rocksdb#11968). One flipped bit makes it of any other record. As
 * files are never recycled here, no type of that kind is there for a good reason.
 *
 * <p>The format is RocksDB's and LevelDB's: blocks of 32 KiB; in each, records that begin with a checksum (4 bytes), a
 * length (2 bytes, little-endian) and a type. A record does not cross a block's end.
 */
final class LogRecords {
    private static final int BLOCK = 32 << 10;
    private static final int HEADER = 4 + 2 + 1;
    private static final int LENGTH_AT = 4;
    private static final int TYPE_AT = 6;
    private static final int FIRST_RECYCLED = 5;
    private static final int LAST_RECYCLED = 8;

    private LogRecords() {}

    /** Looks through the logs and manifests of a database. */
    static void check(Path database) throws IOException, Layout.UnreadableException {
        try (var files = Files.newDirectoryStream(database, "{*.log,MANIFEST-*}")) {
            for (var file : files) {
                checkFile(file);
            }
        }
    }

    private static void checkFile(Path file) throws IOException, Layout.UnreadableException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
            for (long at = 0; readBlock(channel, block); at += BLOCK) {
                checkBlock(file, at, block);
            }
        }
    }

    private static boolean readBlock(FileChannel channel, ByteBuffer block) throws IOException {
        block.clear();
        while (block.hasRemaining() && channel.read(block) >= 0) {
            // as much as there is, up to a block
        }
        return block.flip().hasRemaining();
    }

    private static void checkBlock(Path file, long blockAt, ByteBuffer block) throws Layout.UnreadableException {
        int at = 0;
        while (at + HEADER <= block.limit()) {
            int type = block.get(at + TYPE_AT) & 0xff;
            if (type >= FIRST_RECYCLED && type <= LAST_RECYCLED) {
                throw new Layout.UnreadableException("record type: " + type + " at byte " + (blockAt + at + TYPE_AT)
                        + " of " + file + " (expected: one of a file that is not recycled)");
            }
            at += HEADER + (block.getShort(at + LENGTH_AT) & 0xffff);
        }
    }
}
