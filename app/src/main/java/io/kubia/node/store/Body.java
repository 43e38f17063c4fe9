package io.kubia.node.store;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The bytes of a {@link Version}: none, at hand, or on disk. */
public sealed interface Body {
    /** How many bytes there are. */
    long length();

    /** Nothing was posted yet, or it was deleted. */
    enum Nothing implements Body {
        INSTANCE;

        @Override
        public long length() {
            return 0;
        }
    }

    /** Small data. The array is shared by all who read it and is never written to. */
    @SuppressWarnings("ArrayRecordComponent") // shared on purpose: a copy for each reader would cost the hot path
    record Inline(byte[] bytes) implements Body {
        @Override
        public long length() {
            return bytes.length;
        }
    }

    /**
     * Large data, stored as numbered chunks under an upload's number. Counts its users: the chunks may be deleted once it
     * is neither the newest content nor being read. Thread-safe.
     */
    final class Chunked implements Body {
        private final long upload;
        private final int chunks;
        private final long length;
        private final Consumer<Chunked> unused;
        private final AtomicInteger users = new AtomicInteger(1);

        Chunked(long upload, int chunks, long length, Consumer<Chunked> unused) {
            this.upload = upload;
            this.chunks = chunks;
            this.length = length;
            this.unused = unused;
        }

        long upload() {
            return upload;
        }

        int chunks() {
            return chunks;
        }

        @Override
        public long length() {
            return length;
        }

        /** Keeps the chunks for one more user, unless they are gone already. */
        boolean retain() {
            return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
        }

        void release() {
            if (users.decrementAndGet() == 0) {
                unused.accept(this);
            }
        }
    }
}
