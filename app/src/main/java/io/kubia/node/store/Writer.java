package io.kubia.node.store;

import io.kubia.node.store.Write.Condition;
import io.kubia.node.store.WriteOutcome.Committed;
import io.kubia.node.store.WriteOutcome.Failed;
import io.kubia.node.store.WriteOutcome.Failure;
import io.kubia.node.store.WriteOutcome.Kind;
import io.kubia.node.store.WriteOutcome.Refused;
import io.kubia.role.metrics.Counter;
import io.kubia.role.metrics.Histogram;
import io.kubia.role.metrics.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes: takes whatever waits, makes it durable with one fsync, tells everybody.
 *
 * <p>Implementation note: this is group commit. While an fsync runs, writes queue up; the next group is all of them, so
 * many writers cost little more than one. Within a group each write sees the version that the one before it made; as
 * they all write the same record, only the last of them goes to disk, and an acknowledged write that was overtaken within
 * its own group is one that a crash could not have told from one overtaken just after.
 *
 * <p>Order of a group: write and fsync, then the witness, then {@link #current}, then the answers. So nobody is told of
 * what is not on disk, and the witness is never ahead of the disk.
 */
final class Writer implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Writer.class);
    private static final int GROUP_LIMIT = 4096;
    /** What a group may put into one log record: a few chunks of a few uploads. */
    private static final long GROUP_BYTES = 4L << 20;

    private static final Duration RETRY = Duration.ofMillis(200);

    private final Volume volume;
    private final Witness witness;
    private final BlockingQueue<Write> queue;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final LongSupplier nextUpload;
    private final Consumer<Body.Chunked> unused;
    private final Counter commits;
    private final Counter writes;
    private final Counter failures;
    private final Histogram commitTime;

    private volatile Version current;
    private volatile @Nullable Failure failure;

    /** Above every sequence that was ever tried, written or not: a number is never used twice. */
    private long highestSequence;

    /** Chunks that were written without an fsync before a failure may be gone: uploads below this number are void. */
    private long firstWholeUpload;

    private long failedAt;
    private boolean witnessFails;
    private boolean stopped;

    Writer(
            Volume volume,
            Witness witness,
            Version head,
            BlockingQueue<Write> queue,
            LongSupplier nextUpload,
            InstantSource clock,
            Consumer<Body.Chunked> unused,
            Metrics metrics) {
        this.volume = volume;
        this.witness = witness;
        this.current = head;
        this.highestSequence = head.sequence();
        this.queue = queue;
        this.nextUpload = nextUpload;
        this.clock = clock;
        this.ticker = System::nanoTime;
        this.unused = unused;
        commits = metrics.counter("kubia_store_commits_total", "Groups of writes made durable, one fsync each.", "");
        writes = metrics.counter("kubia_store_writes_total", "Writes made durable.", "");
        failures = metrics.counter("kubia_store_failures_total", "Groups of writes that the disk refused.", "");
        commitTime = metrics.histogram("kubia_store_commit_seconds", "Time to make a group of writes durable.", "");
    }

    Version current() {
        return current;
    }

    /** Why the last group could not be written; null when it could. */
    @Nullable
    Failure failure() {
        return failure;
    }

    @Override
    public void run() {
        var group = new ArrayList<Write>();
        try (var changes = new Changes()) {
            while (!stopped) {
                take(group);
                process(group, changes);
                group.clear();
                changes.clear();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(List<Write> group) throws InterruptedException {
        group.add(queue.take());
        long bytes = 0;
        Write next;
        while (group.size() < GROUP_LIMIT && bytes < GROUP_BYTES && (next = queue.poll()) != null) {
            group.add(next);
            bytes += next instanceof Write.Append append ? append.bytes().length : 0;
        }
    }

    private void process(List<Write> group, Changes changes) {
        var step = new Step(current, new ArrayList<>(group.size()));
        try {
            recover();
            for (var write : group) {
                prepare(write, step, changes);
            }
            if (step.replacements > 0) {
                changes.head(step.newest);
            }
            commit(step, changes);
        } catch (RocksDBException | IOException e) {
            fail(group, e);
            return;
        }
        step.answers.forEach(Writer::tell);
    }

    /** Whoever is told must not throw; if it does, that is its bug and not the next one's. */
    private static void tell(Runnable answer) {
        try {
            answer.run();
        } catch (RuntimeException e) {
            log.error("an answer was not taken", e);
        }
    }

    /** What a group has come to: the version that its next write sees, and whom to tell what once it is on disk. */
    private static final class Step {
        private Version newest;
        private int replacements;
        private final List<Runnable> answers;

        Step(Version newest, List<Runnable> answers) {
            this.newest = newest;
            this.answers = answers;
        }

        void answer(Consumer<WriteOutcome> done, WriteOutcome outcome) {
            answers.add(() -> done.accept(outcome));
        }
    }

    private void prepare(Write write, Step step, Changes changes) throws RocksDBException {
        switch (write) {
            case Write.Put put ->
                replace(put.condition(), put.contentType(), put.text(), new Body.Inline(put.body()), step);
            case Write.Append append when isVoid(append.upload()) -> step.answer(append.done(), broken());
            case Write.Commit commit
            when isVoid(commit.upload()) -> step.answer(commit.condition().done(), broken());
            case Write.Commit commit ->
                replace(
                        commit.condition(),
                        commit.contentType(),
                        commit.text(),
                        new Body.Chunked(commit.upload().number(), commit.chunks(), commit.length(), unused),
                        step);
            case Write.Delete delete -> replace(delete.condition(), null, false, Body.Nothing.INSTANCE, step);
            case Write.Append append -> {
                changes.chunk(append.upload().number(), append.number(), append.bytes());
                step.answer(append.done(), new Committed(current));
            }
            case Write.Discard discard -> changes.deleteUploads(discard.upload(), discard.upload() + 1);
            case Write.Stop _ -> stopped = true;
        }
    }

    private boolean isVoid(Upload upload) {
        return upload.number() < firstWholeUpload;
    }

    private static Failed broken() {
        return new Failed(new Failure(Kind.IO_ERROR, "the volume failed while the data was arriving"));
    }

    private void replace(Condition condition, @Nullable String contentType, boolean text, Body content, Step step) {
        if (condition.holds().test(step.newest)) {
            var version = new Version(current.volume(), ++highestSequence, now(), contentType, text, content);
            release(step.newest, step);
            step.newest = version;
            step.replacements++;
            step.answer(condition.done(), new Committed(version));
        } else {
            if (content instanceof Body.Chunked chunked) {
                step.answers.add(chunked::release);
            }
            step.answer(condition.done(), new Refused(step.newest));
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The version that was overtaken no longer keeps its chunks, once the one that overtook it is on disk. */
    private static void release(Version overtaken, Step step) {
        if (overtaken.content() instanceof Body.Chunked chunked) {
            step.answers.add(chunked::release);
        }
    }

    private void commit(Step step, Changes changes) throws RocksDBException {
        if (changes.isEmpty()) {
            return;
        }
        long start = ticker.getAsLong();
        volume.write(changes);
        failure = null;
        if (step.replacements > 0) {
            acknowledge(step.newest);
            writes.add(step.replacements);
            current = step.newest;
            commits.increment();
            commitTime.observe(ticker.getAsLong() - start);
        }
    }

    /** The data is safe without the witness; what is lost is only the means to notice later damage. */
    private void acknowledge(Version version) {
        try {
            witness.acknowledge(version.sequence());
            witnessFails = false;
        } catch (IOException e) {
            if (!witnessFails) {
                log.warn("the highest sequence cannot be noted beside the database: {}", e.getMessage());
            }
            witnessFails = true;
        }
    }

    /** After a failed write RocksDB takes no more: it must be opened again, which is tried now and then. */
    private void recover() throws IOException {
        var reason = failure;
        if (reason == null) {
            return;
        }
        if (ticker.getAsLong() - failedAt < RETRY.toNanos()) {
            throw new StillFailing(reason);
        }
        volume.reopen();
    }

    private void fail(List<Write> group, Exception e) {
        var reason = e instanceof StillFailing still ? still.failure : Failures.of(e);
        if (!(e instanceof StillFailing)) {
            failures.increment();
            failedAt = ticker.getAsLong();
            firstWholeUpload = nextUpload.getAsLong();
            if (failure == null || !failure.equals(reason)) {
                log.error(
                        "nothing can be stored: {}. Reads go on; writes are tried again as they come.",
                        reason.reason());
            }
            failure = reason;
        }
        var outcome = new Failed(reason);
        for (var write : group) {
            refuse(write, outcome);
            stopped |= write instanceof Write.Stop;
        }
    }

    /** Tells a writer that its turn will not come. */
    static void refuse(Write write, Failed outcome) {
        switch (write) {
            case Write.Put put -> put.condition().done().accept(outcome);
            case Write.Commit commit -> commit.condition().done().accept(outcome);
            case Write.Delete delete -> delete.condition().done().accept(outcome);
            case Write.Append append -> append.done().accept(outcome);
            // The chunks that stay behind are dropped at the next start.
            case Write.Discard _, Write.Stop _ -> {}
        }
    }

    static Failed stopping() {
        return new Failed(new Failure(Kind.UNAVAILABLE, "the node is stopping"));
    }

    private static final class StillFailing extends IOException {
        private static final long serialVersionUID = 1;
        private final transient Failure failure;

        StillFailing(Failure failure) {
            super(failure.reason());
            this.failure = failure;
        }
    }
}
