package io.kubia.node.store;

import io.kubia.node.store.Write.Condition;
import io.kubia.node.store.WriteOutcome.Failed;
import io.kubia.node.store.WriteOutcome.Failure;
import io.kubia.node.store.WriteOutcome.Kind;
import io.kubia.role.metrics.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * This node's data: one value, replaced or deleted as a whole, durable once a write is answered.
 *
 * <p>Thread-safe. Writes never block their caller: they are queued for the {@link Writer} and answered on its thread.
 * {@link #current()} is a field; only large content is read from disk, by threads of the store's own.
 */
public final class DataStore implements AutoCloseable {
    private final StoreConfig config;
    private final VolumeLock lock;
    private final Volume volume;
    private final Witness witness;
    private final BlockingQueue<Write> queue;
    private final Writer writer;
    private final Thread thread;
    private final ExecutorService readers;
    private final AtomicLong uploads;

    private volatile boolean closed;

    private DataStore(StoreConfig config, Opened opened, InstantSource clock, Metrics metrics) {
        this.config = config;
        lock = opened.lock;
        volume = opened.volume;
        witness = opened.witness;
        queue = new ArrayBlockingQueue<>(config.queueLimit());
        opened.unused.store = this;
        uploads = new AtomicLong(opened.head.content() instanceof Body.Chunked chunked ? chunked.upload() + 1 : 0);
        writer = new Writer(volume, witness, opened.head, queue, uploads::get, clock, opened.unused, metrics);
        thread = Thread.ofPlatform().name("store-writer").unstarted(writer);
        readers = Executors.newFixedThreadPool(
                2, Thread.ofPlatform().name("store-reader-", 0).daemon().factory());
        metrics.gauge("kubia_store_queue_length", "Writes waiting for the disk.", "", queue::size);
        metrics.gauge("kubia_store_sequence", "Sequence of the newest version.", "", () ->
                (double) current().sequence());
        metrics.gauge("kubia_store_data_bytes", "Size of the stored data.", "", () ->
                (double) current().length());
    }

    /**
     * Takes the volume, checks what is on it, and starts to write.
     *
     * @throws StoreException the volume is taken, damaged, full or not accessible; nothing on it was changed
     */
    public static DataStore open(StoreConfig config, InstantSource clock, Metrics metrics) throws StoreException {
        var store = new DataStore(config, Opened.open(config), clock, metrics);
        store.thread.start();
        return store;
    }

    /** The newest version that is on disk. */
    public Version current() {
        return writer.current();
    }

    /** Why writes fail now; null when the last one went well. */
    public @Nullable Failure failure() {
        return writer.failure();
    }

    /** Bodies up to this many bytes are put at once; larger ones are uploaded. */
    public int inlineLimit() {
        return config.inlineLimit();
    }

    /**
     * Replaces the data by a small body, which the caller gives away.
     *
     * @param condition must hold of the newest version when the write's turn comes
     * @param done told how it went, on the store's thread; it must not block
     */
    public void put(
            byte[] body, @Nullable String contentType, Predicate<Version> condition, Consumer<WriteOutcome> done) {
        submit(new Write.Put(body, contentType, Utf8Check.valid(body), new Condition(condition, done)));
    }

    /** Forgets the data; as {@link #put} in all else. */
    public void delete(Predicate<Version> condition, Consumer<WriteOutcome> done) {
        submit(new Write.Delete(new Condition(condition, done)));
    }

    /** Begins to store a large body. */
    public Upload upload(@Nullable String contentType) {
        return new Upload(this, uploads.getAndIncrement(), contentType);
    }

    /**
     * A reader of large content, which stays readable until the reader is closed, whatever is written meanwhile.
     *
     * @return null if that content was overtaken and deleted already: {@link #current()} is another by now
     */
    public @Nullable ChunkReader read(Body.Chunked content) {
        return content.retain() ? new ChunkReader(content, volume, readers) : null;
    }

    /** Answers what was accepted, then closes the volume. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            queue.put(new Write.Stop());
            thread.join();
            for (var late = queue.poll(); late != null; late = queue.poll()) {
                Writer.refuse(late, Writer.stopping());
            }
            readers.shutdown();
            volume.close();
            witness.close();
            lock.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("closing " + config.directory(), e);
        }
    }

    void submit(Write write) {
        if (closed) {
            Writer.refuse(write, Writer.stopping());
        } else if (!queue.offer(write)) {
            Writer.refuse(
                    write,
                    new Failed(new Failure(
                            Kind.UNAVAILABLE,
                            "too many writes wait for the disk: %d (expected: < %d)"
                                    .formatted(queue.size(), config.queueLimit()))));
        }
    }

    void discard(long upload) {
        submit(new Write.Discard(upload));
    }

    /** What is open before the store is put together. */
    private record Opened(VolumeLock lock, Volume volume, Witness witness, Version head, Unused unused) {
        static Opened open(StoreConfig config) throws StoreException {
            var directory = config.directory();
            var unused = new Unused();
            try {
                Files.createDirectories(directory);
                var lock = VolumeLock.take(directory);
                try {
                    return open(directory, lock, unused);
                } catch (IOException | StoreException | RuntimeException e) {
                    lock.close();
                    throw e;
                }
            } catch (AccessDeniedException e) {
                throw new StoreException(
                        "data: %s cannot be written by user %s. Make it writable, or choose another with --data."
                                .formatted(directory, System.getProperty("user.name")),
                        e);
            } catch (IOException e) {
                throw new StoreException(
                        Failures.isNoSpace(e)
                                ? "data: no space left on %s. Make room and start again; nothing was deleted."
                                        .formatted(directory)
                                : "data: %s cannot be used: %s".formatted(directory, e),
                        e);
            }
        }

        private static Opened open(Path directory, VolumeLock lock, Unused unused) throws IOException, StoreException {
            var volume = Volume.open(directory, unused);
            try {
                return new Opened(lock, volume, Witness.open(directory), volume.head(), unused);
            } catch (IOException | StoreException | RuntimeException e) {
                volume.close();
                throw e;
            }
        }
    }

    /** Body tells when nobody uses it; content read at start is older than the store that must hear of it. */
    private static final class Unused implements Consumer<Body.Chunked> {
        private volatile @Nullable DataStore store;

        @Override
        public void accept(Body.Chunked content) {
            var known = store;
            if (known != null) {
                known.discard(content.upload());
            }
        }
    }
}
