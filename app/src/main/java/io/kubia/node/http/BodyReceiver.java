package io.kubia.node.http;

import io.kubia.node.store.DataStore;
import io.kubia.node.store.Upload;
import io.kubia.node.store.Version;
import io.kubia.node.store.WriteOutcome;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body as it arrives: a small one is kept and put as a whole, a larger one goes to disk chunk by chunk. Holds no
 * more than one chunk, whatever the client sends. Used by the connection's event loop only.
 */
final class BodyReceiver {
    private static final int CHUNK = 64 * 1024;
    private static final int FIRST_BUFFER = 1024;

    private final DataStore store;
    private final @Nullable String contentType;
    private final long maxBody;

    private byte[] buffer;
    private int buffered;
    private long received;
    private @Nullable Upload upload;

    /**
     * Makes a receiver for one body.
     *
     * @param announced the body's length as the client says, or {@link Request#CHUNKED}
     */
    BodyReceiver(DataStore store, @Nullable String contentType, long announced, long maxBody) {
        this.store = store;
        this.contentType = contentType;
        this.maxBody = maxBody;
        buffer = new byte
                [(int) (announced == Request.CHUNKED ? FIRST_BUFFER : Math.min(announced, store.inlineLimit()))];
    }

    /** How many bytes have come. */
    long received() {
        return received;
    }

    /** Whether taking {@code more} bytes would be more than a body may have. */
    boolean exceeds(int more) {
        return received + more > maxBody;
    }

    /**
     * Takes the next bytes.
     *
     * @param stored told, on the store's thread, once more bytes may come
     * @return whether more bytes may come at once; if not, {@code stored} will be told
     */
    boolean add(ByteBuf bytes, Consumer<WriteOutcome> stored) {
        int length = bytes.readableBytes();
        received += length;
        if (upload == null && buffered + length > store.inlineLimit()) {
            upload = store.upload(contentType);
        }
        // A chunk may become larger than its nominal size by what one read of the connection brings, and no more.
        makeRoom(buffered + length);
        bytes.readBytes(buffer, buffered, length);
        buffered += length;
        if (upload == null || buffered < CHUNK) {
            return true;
        }
        append(upload, stored);
        return false;
    }

    /** The body is complete: makes it this node's data. {@code done} is told on the store's thread. */
    void finish(Predicate<Version> condition, Consumer<WriteOutcome> done) {
        var large = upload;
        if (large == null) {
            store.put(taken(), contentType, condition, done);
        } else if (buffered == 0) {
            large.commit(condition, done);
        } else {
            append(large, outcome -> {
                if (outcome instanceof WriteOutcome.Committed) {
                    large.commit(condition, done);
                } else {
                    large.abort();
                    done.accept(outcome);
                }
            });
        }
    }

    /** The body will not be completed. */
    void abort() {
        if (upload != null) {
            upload.abort();
        }
        buffer = new byte[0];
    }

    private void append(Upload large, Consumer<WriteOutcome> stored) {
        large.append(taken(), stored);
    }

    /** Gives the buffered bytes away. */
    private byte[] taken() {
        var bytes = buffered == buffer.length ? buffer : Arrays.copyOf(buffer, buffered);
        buffer = new byte[0];
        buffered = 0;
        return bytes;
    }

    private void makeRoom(int needed) {
        if (needed > buffer.length) {
            int doubled = Math.max(needed, Math.min(buffer.length * 2, CHUNK));
            buffer = Arrays.copyOf(buffer, upload == null ? Math.min(doubled, store.inlineLimit()) : doubled);
        }
    }
}
