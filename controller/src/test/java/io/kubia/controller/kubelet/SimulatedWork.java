package io.kubia.controller.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * The kubelet's work on one thread, at a time that stands until it is moved. With a source of randomness what is ready is
 * done in any order, without one in the order in which it came.
 */
public final class SimulatedWork implements Work, InstantSource {
    private record Due(Instant at, long number, Runnable task) {}

    private final ArrayList<Runnable> ready = new ArrayList<>();
    private final PriorityQueue<Due> later =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::number));
    private final Optional<RandomGenerator> random;
    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    private long number;

    public SimulatedWork() {
        this.random = Optional.empty();
    }

    public SimulatedWork(RandomGenerator random) {
        this.random = Optional.of(random);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void run(Runnable task) {
        ready.add(task);
    }

    @Override
    public Alarm at(Instant due, Runnable task) {
        var alarm = new Due(due, number++, task);
        later.add(alarm);
        return () -> later.remove(alarm);
    }

    /** Does what is ready, and what comes of it. */
    public void settle() {
        for (int i = 0; step(); i++) {
            if (i > 1_000_000) {
                throw new AssertionError("does not settle");
            }
        }
    }

    /** Does one thing; says whether there was one. */
    public boolean step() {
        if (ready.isEmpty()) {
            return false;
        }
        int at = random.map(source -> source.nextInt(ready.size())).orElse(0);
        ready.remove(at).run();
        return true;
    }

    /** When something is next to be done. */
    public Optional<Instant> nextAlarm() {
        return Optional.ofNullable(later.peek()).map(Due::at);
    }

    /** Lets time pass up to a moment, and does what becomes due then, but not what comes of it. */
    public void moveTo(Instant moment) {
        now = moment;
        for (var due = later.peek(); due != null && !due.at().isAfter(now); due = later.peek()) {
            later.remove(due);
            due.task().run();
        }
    }

    /** Lets time pass, and does everything in its order. */
    public void pass(Duration duration) {
        var end = now.plus(duration);
        settle();
        for (var next = nextAlarm(); next.isPresent() && !next.get().isAfter(end); next = nextAlarm()) {
            moveTo(next.get().isAfter(now) ? next.get() : now);
            settle();
        }
        now = end;
        settle();
    }

    /** As a crash: nothing that is ready or due happens any more, and a new one begins at the same time. */
    public void forgetAll() {
        ready.clear();
        later.clear();
    }

    @Override
    public void close() {
        forgetAll();
    }
}
