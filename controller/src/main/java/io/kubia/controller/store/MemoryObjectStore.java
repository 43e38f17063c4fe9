package io.kubia.controller.store;

import io.kubia.controller.model.KubeObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps objects in memory alone: for tests and simulations. Has no thread of its own: who writes does the work, and when
 * {@link #write} returns to a single thread, the write is done, watchers have been told, and its future is complete.
 *
 * <p>Implementation note. A watcher, or what hangs on a future, may write as well. Such a write waits in {@link #queue} and
 * is done by the write that it came from, once that one's watchers have all been told: so the order of calls is the order
 * of versions here as well.
 */
public final class MemoryObjectStore implements ObjectStore {
    private final StoreLimits limits;
    private final Faults faults;
    private final Watches watches;

    private final ReentrantLock turn = new ReentrantLock();
    private final Object queueGuard = new Object();
    private final ArrayDeque<QueuedWrite> queue = new ArrayDeque<>();
    private volatile boolean isClosed;

    /** A healthy one. */
    public MemoryObjectStore() {
        this(StoreLimits.DEFAULT, Faults.NONE);
    }

    public MemoryObjectStore(StoreLimits limits, Faults faults) {
        this.limits = limits;
        this.faults = faults;
        this.watches = new Watches(ObjectIndex.empty(0), limits);
    }

    /**
     * What goes wrong, for a test to decide. A {@link StoreException} fails the write, as a broken disk would; anything
     * else is thrown at whoever writes, who is to be seen as dead.
     */
    @FunctionalInterface
    public interface Faults {
        /** Nothing goes wrong. */
        Faults NONE = write -> {};

        /** Called before a write; when it throws, nothing has been written. */
        void before(Write write);

        /** Called after a write; when it throws, all has been written and watchers were told, but the writer is not. */
        default void after(Write write) {}
    }

    @Override
    public Snapshot now() {
        return watches.now();
    }

    @Override
    public CompletableFuture<KubeObject> write(Write write) {
        try {
            faults.before(write);
            var queued = QueuedWrite.of(write, limits);
            if (isClosed) {
                throw new StoreException("the store is closed", null);
            }
            synchronized (queueGuard) {
                queue.add(queued);
            }
            if (!turn.isHeldByCurrentThread()) {
                work();
            }
            faults.after(write);
            return queued.future();
        } catch (StoreException | WriteRefusedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void work() {
        turn.lock();
        try {
            for (var group = take(); !group.isEmpty(); group = take()) {
                watches.publish(Group.of(watches.now(), group, limits));
            }
        } finally {
            turn.unlock();
        }
    }

    private List<QueuedWrite> take() {
        synchronized (queueGuard) {
            var taken = new ArrayList<>(queue);
            queue.clear();
            return taken;
        }
    }

    @Override
    public Subscription watch(Selection selection, long after, Watcher watcher) throws VersionGoneException {
        return watches.watch(selection, after, watcher);
    }

    @Override
    public void close() {
        isClosed = true;
        watches.close();
    }
}
