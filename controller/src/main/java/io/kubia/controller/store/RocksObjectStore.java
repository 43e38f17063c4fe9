package io.kubia.controller.store;

import io.kubia.controller.model.KubeObject;
import io.kubia.role.metrics.Metrics;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps objects in memory and on disk. A write is durable before anyone sees it: it survives a killed process and a power
 * cut. Events survive a killed process, but the newest of them may be lost at a power cut (decision 0012); their versions
 * are not given away again.
 *
 * <p>Implementation note. Three kinds of thread meet here. Whoever writes prints the object's JSON and puts it into the
 * {@link WriteQueue}. The {@link Writer} takes what is there, decides ({@link Group}), makes it durable ({@link Database})
 * and publishes ({@link Watches}). Whoever reads takes the {@link ObjectIndex} of the moment from a field and needs nobody.
 * The disk is read at start only.
 */
public final class RocksObjectStore implements ObjectStore {
    private final StoreLimits limits;
    private final OpenedState state;
    private final Watches watches;
    private final WriteQueue queue;
    private final Thread writer;

    private RocksObjectStore(OpenedState state, Journal journal, StoreLimits limits, Metrics metrics) {
        this.state = state;
        this.limits = limits;
        watches = new Watches(state.index(), limits);
        queue = new WriteQueue(limits.queuedWrites());
        writer = Thread.ofPlatform()
                .name("store-writer")
                .daemon()
                .unstarted(new Writer(journal, state.witness(), watches, limits, queue, metrics));
        metrics.gauge("kubia_store_version", "Version of the newest write.", "", () ->
                (double) watches.now().version());
        metrics.gauge("kubia_store_objects", "Objects that are stored.", "", () ->
                (double) watches.now().count());
        metrics.gauge("kubia_store_bytes", "Bytes of JSON that are stored.", "", () ->
                (double) watches.now().bytes());
    }

    /**
     * Takes a directory, which it makes if need be, checks what is in it, and is ready to read and write.
     *
     * @throws StoreException the directory is taken, damaged, full or not accessible; nothing in it has been changed
     */
    public static RocksObjectStore open(Path directory, StoreLimits limits, Metrics metrics) {
        var state = OpenedState.open(directory);
        return open(state, state.database(), limits, metrics);
    }

    /** For tests: writes to another journal than the database, which it owns all the same. */
    static RocksObjectStore open(OpenedState state, Journal journal, StoreLimits limits, Metrics metrics) {
        var store = new RocksObjectStore(state, journal, limits, metrics);
        store.writer.start();
        return store;
    }

    @Override
    public Snapshot now() {
        return watches.now();
    }

    @Override
    public CompletableFuture<KubeObject> write(Write write) {
        if (!Layout.knows(write.key().type())) {
            throw new IllegalArgumentException(write.key() + " (expected: a kind of ResourceTypes.ALL)");
        }
        try {
            var queued = QueuedWrite.of(write, limits);
            queue.add(queued);
            return queued.future();
        } catch (StoreException | WriteRefusedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Subscription watch(Selection selection, long after, Watcher watcher) throws VersionGoneException {
        return watches.watch(selection, after, watcher);
    }

    @Override
    public void close() {
        queue.close();
        awaitWriter();
        watches.close();
        state.close();
    }

    /** Waits however long it takes: the database must not be closed under the writer's hands. */
    private void awaitWriter() {
        boolean isInterrupted = false;
        while (true) {
            try {
                writer.join();
                break;
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
