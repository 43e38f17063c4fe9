package io.kubia.controller.store;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One who watches: tells its watcher of changes in their order, one at a time.
 *
 * <p>Implementation note. Changes come from two threads: the past ones from whoever began to watch, the live ones from who
 * publishes. Both put them into {@link #pending} in the order of versions (see {@link Watches}) and whoever finds nobody
 * telling does it, until nothing is left. The watcher is called without the lock, so that it may close this, watch or
 * write.
 */
final class Subscriber implements ObjectStore.Subscription {
    private static final Logger log = LoggerFactory.getLogger(Subscriber.class);

    private final Selection selection;
    private final long after;
    private final ObjectStore.Watcher watcher;
    private final int limit;
    private final Consumer<Subscriber> forget;

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Change> pending = new ArrayDeque<>();
    private boolean isTelling;
    private boolean isClosed;

    /**
     * @param after the version after which the watcher wants to know
     * @param limit how many changes may wait for the watcher: one that falls behind by more is dropped
     * @param forget called once, when this is closed
     */
    Subscriber(Selection selection, long after, ObjectStore.Watcher watcher, int limit, Consumer<Subscriber> forget) {
        this.selection = selection;
        this.after = after;
        this.watcher = watcher;
        this.limit = limit;
        this.forget = forget;
    }

    Selection selection() {
        return selection;
    }

    /** Puts in what has been, before anybody else knows of this; {@link #tell} must follow. */
    void replay(List<Change> past) {
        pending.addAll(past);
        isTelling = true;
    }

    /** A change that has just been made. */
    void changed(Change change) {
        if (change.version() <= after || !selection.contains(change.object())) {
            return;
        }
        lock.lock();
        try {
            if (isClosed) {
                return;
            }
            pending.add(change);
            if (isTelling) {
                dropIfBehind();
                return;
            }
            isTelling = true;
        } finally {
            lock.unlock();
        }
        tell();
    }

    /** Tells the watcher until nothing is left; one thread at a time, the one that has set {@link #isTelling}. */
    void tell() {
        while (true) {
            Change change;
            lock.lock();
            try {
                if (isClosed || pending.isEmpty()) {
                    isTelling = false;
                    return;
                }
                change = pending.remove();
            } finally {
                lock.unlock();
            }
            tell(change);
        }
    }

    @SuppressWarnings("CatchingUnchecked") // whatever it is, the store and the others live on
    private void tell(Change change) {
        try {
            watcher.changed(change);
        } catch (Throwable e) {
            log.error("a watcher of {} failed at version {} and is dropped", selection, change.version(), e);
            close();
        }
    }

    private void dropIfBehind() {
        if (pending.size() > limit) {
            log.error("a watcher of {} is {} changes behind and is dropped", selection, pending.size());
            close();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (isClosed) {
                return;
            }
            isClosed = true;
            pending.clear();
        } finally {
            lock.unlock();
        }
        forget.accept(this);
    }
}
