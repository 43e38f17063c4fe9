package io.kubia.controller.store;

import io.kubia.controller.model.ResourceTypes;
import io.kubia.role.metrics.Counter;
import io.kubia.role.metrics.Histogram;
import io.kubia.role.metrics.Metrics;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes: takes all that waits, makes it durable with one fsync, then shows it to everybody.
 *
 * <p>Implementation note. This is group commit: while an fsync runs, writes queue up, and the next group is all of them, so
 * that many writers cost little more than one. A group that consists of events alone is not synced (decision 0012); events
 * in a group with others are, for nothing. The order within a group is: database, witness, what is now, watchers, futures;
 * so nobody learns of what could still be lost, and the witness is never ahead.
 *
 * <p>After a failed append RocksDB does not say what its log holds. Nothing is written any longer then, and reads go on:
 * what everybody saw is on disk, and what was under way is there or not, which the next start will tell.
 */
final class Writer implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Writer.class);
    /** So many versions are handed out without an fsync at most. */
    private static final int RESERVE = 1000;

    private final Journal journal;
    private final Witness witness;
    private final Watches watches;
    private final StoreLimits limits;
    private final WriteQueue queue;
    private final Counter commits;
    private final Counter writes;
    private final Histogram commitTime;

    private long reserved;
    private boolean hasWritten;
    private boolean witnessFails;
    private @Nullable StoreException failure;

    Writer(Journal journal, Witness witness, Watches watches, StoreLimits limits, WriteQueue queue, Metrics metrics) {
        this.journal = journal;
        this.witness = witness;
        this.watches = watches;
        this.limits = limits;
        this.queue = queue;
        reserved = watches.now().version();
        commits = metrics.counter("kubia_store_commits_total", "Groups of writes made durable, one fsync each.", "");
        writes = metrics.counter("kubia_store_writes_total", "Writes to the store.", "");
        commitTime = metrics.histogram("kubia_store_commit_seconds", "Time to make a group of writes durable.", "");
    }

    @Override
    public void run() {
        try {
            for (var group = queue.take(); !group.isEmpty(); group = queue.take()) {
                process(group);
            }
            finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.error("the store's writer was interrupted; nothing is written any longer");
        }
    }

    private void process(List<QueuedWrite> writesInTurn) {
        try {
            var failed = failure;
            if (failed != null) {
                throw failed;
            }
            var group = Group.of(watches.now(), writesInTurn, limits);
            append(group);
            watches.publish(group);
        } catch (StoreException e) {
            for (var write : writesInTurn) {
                write.future().completeExceptionally(e);
            }
        }
    }

    private void append(Group group) {
        var accepted = group.accepted();
        if (accepted.isEmpty()) {
            return;
        }
        long version = group.after().version();
        boolean synced = version > reserved || mustLast(accepted);
        long start = System.nanoTime();
        append(accepted, group.after(), synced ? version + RESERVE : reserved, synced);
        if (synced) {
            acknowledge(version);
            commits.increment();
            commitTime.observe(System.nanoTime() - start);
        }
        writes.add(accepted.size());
    }

    private void append(List<Group.Accepted> accepted, ObjectIndex after, long reserve, boolean synced) {
        try {
            journal.append(accepted, new Layout.Head(after.version(), reserve, after.count()), synced);
            reserved = reserve;
            hasWritten = true;
        } catch (StoreException e) {
            failure = new StoreException(
                    "nothing can be written any longer: " + e.getMessage()
                            + ". Look at the disk (is it full?), then start the control plane again.",
                    e);
            log.error("{} Reads go on.", failure.getMessage(), e);
            throw failure;
        }
    }

    private static boolean mustLast(List<Group.Accepted> accepted) {
        for (var one : accepted) {
            if (!one.change().object().type().equals(ResourceTypes.EVENT)) {
                return true;
            }
        }
        return false;
    }

    /** The data is safe without the witness; what is lost is only the means to notice later damage. */
    private void acknowledge(long version) {
        try {
            witness.acknowledge(version);
            witnessFails = false;
        } catch (IOException e) {
            if (!witnessFails) {
                log.warn("the highest version cannot be noted beside the database: {}", e.getMessage());
            }
            witnessFails = true;
        }
    }

    /** Makes the last events durable too, and gives back what was reserved. */
    private void finish() {
        if (hasWritten && failure == null) {
            var last = watches.now();
            try {
                append(List.of(), last, last.version(), true);
                acknowledge(last.version());
            } catch (StoreException e) {
                log.warn("the end of the store could not be written: {}", e.getMessage());
            }
        }
    }
}
