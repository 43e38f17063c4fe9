package io.kubia.controller.garbage;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.Timestamps;
import io.kubia.controller.store.Change;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The events in the order in which they were last written, so that the oldest are found when there are too many.
 *
 * <p>Implementation note. The store's thread puts changes in, the loop's thread asks; a lock keeps them apart.
 */
final class EventAges {
    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final TreeMap<Long, ObjectKey> newest = new TreeMap<>();
    private final Map<ObjectKey, Long> versions = new HashMap<>();
    private final Set<ObjectKey> excess = new HashSet<>();

    EventAges(int limit) {
        this.limit = limit;
    }

    /** Takes a change in, and says which event is one too many by it. */
    Optional<ObjectKey> changed(Change change) {
        lock.lock();
        try {
            forget(change.key());
            if (change instanceof Change.Deleted) {
                return Optional.empty();
            }
            versions.put(change.key(), change.version());
            newest.put(change.version(), change.key());
            if (newest.size() <= limit) {
                return Optional.empty();
            }
            var oldest = newest.pollFirstEntry().getValue();
            excess.add(oldest);
            return Optional.of(oldest);
        } finally {
            lock.unlock();
        }
    }

    private void forget(ObjectKey event) {
        var version = versions.remove(event);
        if (version != null && !excess.remove(event)) {
            newest.remove(version);
        }
    }

    /** Whether as many newer ones are there as there may be. */
    boolean isExcess(ObjectKey event) {
        lock.lock();
        try {
            return excess.contains(event);
        } finally {
            lock.unlock();
        }
    }

    /** When an event was last seen, by whatever field of its many says so latest. */
    static Instant lastSeen(KubeObject event) {
        var json = event.json();
        var latest = event.creationTimestamp();
        for (var text : new String[] {
            json.text("lastTimestamp", ""),
            json.text("eventTime", ""),
            json.object("series").text("lastObservedTime", "")
        }) {
            var time = Timestamps.parse(text).orElse(Instant.MIN);
            latest = time.isAfter(latest) ? time : latest;
        }
        return latest;
    }
}
