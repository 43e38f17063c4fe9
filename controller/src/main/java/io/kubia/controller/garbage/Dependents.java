package io.kubia.controller.garbage;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.store.Change;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Which objects name which owners, by the owner's uid. So a change costs what hangs on it, not a look at every object.
 *
 * <p>Implementation note. The store's thread puts changes in, the loop's thread asks; a lock keeps them apart. It may be
 * behind the store by the changes that are under way, so nothing is decided by it that could not be taken back.
 */
final class Dependents {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Set<ObjectKey>> byOwner = new HashMap<>();

    void changed(Change change) {
        lock.lock();
        try {
            switch (change) {
                case Change.Added(var object) -> add(object);
                case Change.Modified(var before, var object) -> {
                    remove(before);
                    add(object);
                }
                case Change.Deleted(var object) -> remove(object);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The objects that name an owner. */
    List<ObjectKey> of(String owner) {
        lock.lock();
        try {
            return List.copyOf(byOwner.getOrDefault(owner, Set.of()));
        } finally {
            lock.unlock();
        }
    }

    /** Whether one of the objects that name an owner is such a one. */
    boolean any(String owner, Predicate<ObjectKey> isSuch) {
        lock.lock();
        try {
            for (var key : byOwner.getOrDefault(owner, Set.of())) {
                if (isSuch.test(key)) {
                    return true;
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void add(KubeObject object) {
        for (var owner : object.owners()) {
            byOwner.computeIfAbsent(owner.uid(), uid -> new LinkedHashSet<>()).add(object.key());
        }
    }

    private void remove(KubeObject object) {
        for (var owner : object.owners()) {
            var dependents = byOwner.get(owner.uid());
            if (dependents != null && dependents.remove(object.key()) && dependents.isEmpty()) {
                byOwner.remove(owner.uid());
            }
        }
    }
}
