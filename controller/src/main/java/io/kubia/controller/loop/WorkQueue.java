package io.kubia.controller.loop;

import io.kubia.controller.model.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Keys that are to be looked at: each at most once, at once or later. Knows no clock and no threads; who owns it says what
 * time it is and takes turns.
 */
public final class WorkQueue {
    private static final Duration FIRST_RETRY = Duration.ofMillis(5);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);

    private record Later(Instant due, ObjectKey key) {}

    private final LinkedHashSet<ObjectKey> ready = new LinkedHashSet<>();
    private final Map<ObjectKey, Instant> dueTimes = new HashMap<>();
    private final TreeSet<Later> later =
            new TreeSet<>(Comparator.comparing(Later::due).thenComparing(Later::key));
    private final Map<ObjectKey, Integer> failures = new HashMap<>();

    /** Adds a key to be looked at as soon as its turn comes. */
    public void add(ObjectKey key) {
        forgetLater(key);
        ready.add(key);
    }

    /** Adds a key to be looked at from a moment on, or earlier when that has been asked for already. */
    public void addAt(ObjectKey key, Instant due) {
        var known = dueTimes.get(key);
        if (ready.contains(key) || (known != null && !due.isBefore(known))) {
            return;
        }
        forgetLater(key);
        dueTimes.put(key, due);
        later.add(new Later(due, key));
    }

    /** Adds a key whose pass has failed: later with every failure in a row. */
    public void addAfterFailure(ObjectKey key, Instant now) {
        int before = failures.merge(key, 1, Integer::sum) - 1;
        long factor = 1L << Math.min(before, 20);
        var wait = FIRST_RETRY.multipliedBy(factor);
        addAt(key, now.plus(wait.compareTo(LAST_RETRY) < 0 ? wait : LAST_RETRY));
    }

    /** A pass has not failed. */
    public void succeeded(ObjectKey key) {
        failures.remove(key);
    }

    /** The next key whose time has come. */
    public Optional<ObjectKey> poll(Instant now) {
        while (!later.isEmpty() && !later.first().due().isAfter(now)) {
            add(later.first().key());
        }
        if (ready.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ready.removeFirst());
    }

    /** When the next key's time comes; nothing when there is none. A time in the past says: at once. */
    public Optional<Instant> nextDue() {
        if (!ready.isEmpty()) {
            return Optional.of(Instant.MIN);
        }
        return later.isEmpty() ? Optional.empty() : Optional.of(later.first().due());
    }

    public int size() {
        return ready.size() + later.size();
    }

    private void forgetLater(ObjectKey key) {
        var due = dueTimes.remove(key);
        if (due != null) {
            later.remove(new Later(due, key));
        }
    }
}
