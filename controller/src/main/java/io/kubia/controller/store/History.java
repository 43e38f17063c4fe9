package io.kubia.controller.store;

import io.kubia.controller.model.ResourceType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest changes, for those who watch from an older version. Not thread-safe.
 *
 * <p>What is too old is forgotten, and of each kind it is known up to which version: that many changes of other kinds have
 * been forgotten since is nothing to one who watches pods.
 */
final class History {
    private record Entry(Change change, int bytes) {}

    private final StoreLimits limits;
    private final long start;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final Map<ResourceType, Long> forgotten = new HashMap<>();
    private long bytes;

    /** {@code start}: of what came up to this version nothing is known. */
    History(long start, StoreLimits limits) {
        this.start = start;
        this.limits = limits;
    }

    /** {@code changeBytes}: how much of the limit it takes up. */
    void add(Change change, int changeBytes) {
        entries.addLast(new Entry(change, changeBytes));
        bytes += changeBytes;
        while (entries.size() > limits.historyChanges() || bytes > limits.historyBytes()) {
            var oldest = entries.removeFirst();
            bytes -= oldest.bytes;
            forgotten.put(oldest.change.object().type(), oldest.change.version());
        }
    }

    /** The changes of a selection after a version, oldest first. */
    List<Change> since(long version, Selection selection) throws VersionGoneException {
        long oldest = forgotten.getOrDefault(selection.type(), start);
        if (version < oldest) {
            throw new VersionGoneException(version, oldest);
        }
        var changes = new ArrayList<Change>();
        for (var newestFirst = entries.descendingIterator(); newestFirst.hasNext(); ) {
            var change = newestFirst.next().change;
            if (change.version() <= version) {
                break;
            }
            if (selection.contains(change.object())) {
                changes.add(change);
            }
        }
        Collections.reverse(changes);
        return changes;
    }
}
