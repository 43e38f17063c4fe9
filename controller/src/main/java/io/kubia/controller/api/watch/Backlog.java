package io.kubia.controller.api.watch;

import io.kubia.controller.api.selector.Filter;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.ObjectStore;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a watcher has not been told yet.
 *
 * <p>Implementation note: the store's thread puts in, the watcher's takes out, under the lock. When more waits than the
 * limit, the watcher is too slow: what waits is dropped, it will be cut off, and the store goes on.
 */
final class Backlog implements ObjectStore.Watcher {
    private final Filter filter;
    private final SharedEvents events;
    private final int limit;
    private final Runnable whenTooSlow;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
    private long seen;
    private State state = State.OPEN;

    /** Whether more will come. */
    enum State {
        OPEN,
        /** The watcher is gone, or the server stops. */
        CLOSED,
        /** The watcher is too slow. */
        OVERFLOWED
    }

    /** One change as this watcher is to be told of it. */
    record Delivery(EventType type, SharedEvent event) {}

    /**
     * An empty one.
     *
     * @param whenTooSlow run once, on the store's thread, when more waits than the limit; must not wait
     */
    Backlog(Filter filter, SharedEvents events, int limit, long after, Runnable whenTooSlow) {
        this.filter = filter;
        this.events = events;
        this.limit = limit;
        this.whenTooSlow = whenTooSlow;
        this.seen = after;
    }

    @Override
    public void changed(Change change) {
        var type = type(change);
        lock.lock();
        try {
            seen = change.version();
            if (type == null || state != State.OPEN) {
                return;
            }
            if (waiting.size() >= limit) {
                waiting.clear();
                state = State.OVERFLOWED;
                whenTooSlow.run();
            } else {
                waiting.add(new Delivery(type, events.of(change)));
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** What the change is to a watcher with this filter; null when it is nothing to it. */
    private @Nullable EventType type(Change change) {
        boolean matches = filter.matches(change.object());
        return switch (change) {
            case Change.Added ignored -> matches ? EventType.ADDED : null;
            case Change.Deleted ignored -> matches ? EventType.DELETED : null;
            case Change.Modified(var before, var ignored) -> {
                boolean matched = filter.matches(before);
                if (matches) {
                    yield matched ? EventType.MODIFIED : EventType.ADDED;
                }
                yield matched ? EventType.MATCHES_NO_LONGER : null;
            }
        };
    }

    /**
     * Waits until there is something, or the time is over, and takes all there is.
     *
     * @return the version up to which the watcher has been told everything that it wants to know, once it has been told
     *     what was taken
     */
    long take(List<Delivery> into, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (waiting.isEmpty() && state == State.OPEN && left > 0) {
                left = changed.awaitNanos(left);
            }
            into.addAll(waiting);
            waiting.clear();
            return seen;
        } finally {
            lock.unlock();
        }
    }

    State state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is to come: whoever waits is woken. */
    void close() {
        lock.lock();
        try {
            if (state == State.OPEN) {
                state = State.CLOSED;
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
