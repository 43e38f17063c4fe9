package io.kubia.controller.api.watch;

import io.kubia.controller.store.Change;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Finds the one event that all watchers of a change share.
 *
 * <p>Implementation note: the store tells every watcher of a change before it goes on to the next, so the last few are
 * enough. Two threads that miss each other make two events, which costs an encoding and nothing else.
 */
final class SharedEvents {
    private static final int SLOTS = 64;

    private final AtomicReferenceArray<SharedEvent> recent = new AtomicReferenceArray<>(SLOTS);

    SharedEvent of(Change change) {
        int slot = (int) (change.version() % SLOTS);
        var known = recent.get(slot);
        if (known != null
                && known.change().version() == change.version()
                && known.change().key().equals(change.key())) {
            return known;
        }
        var made = new SharedEvent(change);
        recent.set(slot, made);
        return made;
    }
}
