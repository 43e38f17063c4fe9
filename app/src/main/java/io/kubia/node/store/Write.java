package io.kubia.node.store;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the writer thread is asked to do. Arrays in it were given away by whoever asks: nobody else touches them. */
@SuppressWarnings("ArrayRecordComponent")
sealed interface Write {
    /** Replace the data by a small body. */
    record Put(byte[] body, @Nullable String contentType, boolean text, Condition condition) implements Write {}

    /** Replace the data by the chunks of an upload. */
    record Commit(
            Upload upload,
            int chunks,
            long length,
            @Nullable String contentType,
            boolean text,
            Condition condition) implements Write {}

    /** Forget the data. */
    record Delete(Condition condition) implements Write {}

    /** Store one more chunk of a large body. */
    record Append(Upload upload, int number, byte[] bytes, Consumer<WriteOutcome> done) implements Write {}

    /** Delete the chunks that nobody needs any longer. */
    record Discard(long upload) implements Write {}

    /** Nothing more will come. */
    record Stop() implements Write {}

    /** What must hold of the newest version when the write's turn comes, and who is told how it went. */
    record Condition(Predicate<Version> holds, Consumer<WriteOutcome> done) {}
}
