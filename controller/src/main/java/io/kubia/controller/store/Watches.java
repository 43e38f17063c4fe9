package io.kubia.controller.store;

import io.kubia.controller.model.ResourceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What everybody sees: everything as it is now, the changes that led there, and who is told of them.
 *
 * <p>Implementation note. One thread at a time publishes. Under {@link #lock} it replaces what is now, extends the history
 * and takes the lists of who is to be told; without it, it tells them. Whoever begins to watch looks at the history and
 * enters the list under the same lock: what was published before is in its history, what comes after finds it in the list,
 * and nothing is or does both. The lists are never changed but replaced, and there is one for each kind, so that a change
 * costs those who watch other kinds nothing. Reading what is now takes no lock.
 */
final class Watches {
    private static final List<Subscriber> NOBODY = List.of();

    private final StoreLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final History history;
    private Map<ResourceType, List<Subscriber>> subscribers = Map.of();
    private boolean isClosed;

    private volatile ObjectIndex now;

    Watches(ObjectIndex start, StoreLimits limits) {
        this.now = start;
        this.limits = limits;
        this.history = new History(start.version(), limits);
    }

    ObjectIndex now() {
        return now;
    }

    /** Shows what a group has come to: to those who read, then to those who watch, then to those who wrote. */
    void publish(Group group) {
        var accepted = group.accepted();
        Map<ResourceType, List<Subscriber>> told;
        lock.lock();
        try {
            for (var one : accepted) {
                history.add(one.change(), one.bytes());
            }
            now = group.after();
            told = subscribers;
        } finally {
            lock.unlock();
        }
        for (var one : accepted) {
            for (var subscriber : told.getOrDefault(one.change().object().type(), NOBODY)) {
                subscriber.changed(one.change());
            }
        }
        for (var result : group.results()) {
            answer(result);
        }
    }

    private static void answer(Group.Result result) {
        switch (result) {
            case Group.Accepted accepted ->
                accepted.queued().future().complete(accepted.change().object());
            case Group.Refused refused -> refused.queued().future().completeExceptionally(refused.why());
        }
    }

    ObjectStore.Subscription watch(Selection selection, long after, ObjectStore.Watcher watcher)
            throws VersionGoneException {
        var subscriber = new Subscriber(selection, after, watcher, limits.historyChanges(), this::forget);
        lock.lock();
        try {
            if (isClosed) {
                throw new IllegalStateException("the store is closed");
            }
            subscriber.replay(history.since(after, selection));
            enter(subscriber);
        } finally {
            lock.unlock();
        }
        subscriber.tell();
        return subscriber;
    }

    /** Whoever watches hears nothing more. */
    void close() {
        Map<ResourceType, List<Subscriber>> left;
        lock.lock();
        try {
            isClosed = true;
            left = subscribers;
        } finally {
            lock.unlock();
        }
        for (var list : left.values()) {
            list.forEach(Subscriber::close);
        }
    }

    private void enter(Subscriber subscriber) {
        var type = subscriber.selection().type();
        var known = subscribers.getOrDefault(type, NOBODY);
        var longer = new ArrayList<Subscriber>(known.size() + 1);
        longer.addAll(known);
        longer.add(subscriber);
        replace(type, longer);
    }

    private void forget(Subscriber subscriber) {
        lock.lock();
        try {
            var type = subscriber.selection().type();
            var shorter = new ArrayList<>(subscribers.getOrDefault(type, NOBODY));
            shorter.remove(subscriber);
            replace(type, shorter);
        } finally {
            lock.unlock();
        }
    }

    private void replace(ResourceType type, List<Subscriber> list) {
        var changed = new HashMap<>(subscribers);
        changed.put(type, list);
        subscribers = changed;
    }
}
