package io.kubia.controller.loop;

import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.ObjectStore;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.VersionGoneException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a reconciler on a thread of its own.
 *
 * <p>Implementation note. The store's thread says which keys a change concerns and puts them into the queue, under the
 * lock; the loop's thread takes them out, under the same lock, and works on them without it. A key that comes in while it
 * is worked on waits in the queue for the next pass. The thread sleeps until a key comes or is due; nothing is polled.
 */
public final class Loop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    private final Reconciler reconciler;
    private final ObjectStore store;
    private final InstantSource clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition hasWork = lock.newCondition();
    private final WorkQueue queue = new WorkQueue();
    private final List<ObjectStore.Subscription> subscriptions = new ArrayList<>();
    private boolean isStopping;
    private @Nullable Thread thread;

    public Loop(Reconciler reconciler, ObjectStore store, InstantSource clock) {
        this.reconciler = reconciler;
        this.store = store;
        this.clock = clock;
    }

    /** Takes up every object that there is, then follows what changes. */
    public void start() {
        var now = store.now();
        for (var type : reconciler.watches()) {
            for (var object : now.list(Selection.all(type))) {
                changed(new Change.Added(object));
            }
            try {
                subscriptions.add(store.watch(Selection.all(type), now.version(), this::changed));
            } catch (VersionGoneException e) {
                throw new IllegalStateException("a version of this moment is gone", e);
            }
        }
        thread = Thread.ofPlatform().name("loop-" + reconciler.name()).start(this::run);
    }

    private void changed(Change change) {
        var keys = new ArrayList<ObjectKey>();
        reconciler.affected(change, store.now(), keys::add);
        if (keys.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            keys.forEach(queue::add);
            hasWork.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                var key = next();
                if (key.isEmpty()) {
                    return;
                }
                pass(key.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a key; nothing when it is time to stop. */
    private Optional<ObjectKey> next() throws InterruptedException {
        lock.lock();
        try {
            while (!isStopping) {
                var now = clock.instant();
                var key = queue.poll(now);
                if (key.isPresent()) {
                    return key;
                }
                await(queue.nextDue(), now);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes up for a signal or at the time; whoever calls looks at both again. */
    @SuppressWarnings("WaitNotInLoop") // it is, in next
    private void await(Optional<Instant> due, Instant now) throws InterruptedException {
        if (due.isPresent()) {
            long nanos = hasWork.awaitNanos(Duration.between(now, due.get()).toNanos());
            log.trace("{}: woken {} ns before its time", reconciler.name(), nanos);
        } else {
            hasWork.await();
        }
    }

    private void pass(ObjectKey key) {
        try {
            var outcome = reconciler.reconcile(key);
            finished(key, outcome);
        } catch (ApiException e) {
            log.debug("{}: {} again later: {}", reconciler.name(), key, e.getMessage());
            failed(key);
        } catch (RuntimeException e) {
            log.error("{}: {} failed, again later", reconciler.name(), key, e);
            failed(key);
        }
    }

    private void finished(ObjectKey key, Outcome outcome) {
        lock.lock();
        try {
            queue.succeeded(key);
            switch (outcome) {
                case Outcome.Done ignored -> {}
                case Outcome.Again(var after) ->
                    queue.addAt(key, clock.instant().plus(after));
            }
        } finally {
            lock.unlock();
        }
    }

    private void failed(ObjectKey key) {
        lock.lock();
        try {
            queue.addAfterFailure(key, clock.instant());
        } finally {
            lock.unlock();
        }
    }

    /** Ends after the pass under way. */
    @Override
    public void close() {
        subscriptions.forEach(ObjectStore.Subscription::close);
        lock.lock();
        try {
            isStopping = true;
            hasWork.signal();
        } finally {
            lock.unlock();
        }
        if (thread != null) {
            try {
                if (!thread.join(STOP_WAIT)) {
                    log.warn("{}: did not end within {}", reconciler.name(), STOP_WAIT);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
