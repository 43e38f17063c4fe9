package io.kubia.node.store;

import io.kubia.node.store.Write.Condition;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A large body on its way to the disk, chunk by chunk. Used by one thread at a time; the next chunk is given only once
 * the one before was answered, which is what keeps memory bounded and the sender at the disk's pace.
 */
public final class Upload {
    private final DataStore store;
    private final long number;
    private final @Nullable String contentType;
    private final Utf8Check text = new Utf8Check();
    private int chunks;
    private long length;

    Upload(DataStore store, long number, @Nullable String contentType) {
        this.store = store;
        this.number = number;
        this.contentType = contentType;
    }

    long number() {
        return number;
    }

    /**
     * Stores the next chunk, which the caller gives away.
     *
     * @param done told {@code Committed} or {@code Failed}, on the store's thread; it must not block
     */
    public void append(byte[] chunk, Consumer<WriteOutcome> done) {
        text.add(chunk);
        length += chunk.length;
        store.submit(new Write.Append(this, chunks++, chunk, done));
    }

    /**
     * Makes what was appended this volume's data.
     *
     * @param condition must hold of the newest version when the write's turn comes
     * @param done told how it went, on the store's thread; it must not block
     */
    public void commit(Predicate<Version> condition, Consumer<WriteOutcome> done) {
        store.submit(new Write.Commit(
                this, chunks, length, contentType, text.valid(), new Condition(condition, outcome -> {
                    if (outcome instanceof WriteOutcome.Failed) {
                        abort();
                    }
                    done.accept(outcome);
                })));
    }

    /** Gives the upload up: what was stored of it is deleted. */
    public void abort() {
        if (chunks > 0) {
            store.discard(number);
        }
    }
}
