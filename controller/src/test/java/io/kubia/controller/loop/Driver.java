package io.kubia.controller.loop;

import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.ObjectStore;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.VersionGoneException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs reconcilers as {@link Loop} does, but all on the caller's thread, and only when told to: changes wait until they are
 * delivered, keys until a pass is asked for. So a test decides what happens in which order.
 */
public final class Driver implements AutoCloseable {
    private final ObjectStore store;
    private final InstantSource clock;
    private final List<Seat> seats = new ArrayList<>();
    private final List<ObjectStore.Subscription> subscriptions = new ArrayList<>();

    /** One reconciler, the changes that it has not heard of, and the keys that it has not looked at. */
    public final class Seat {
        private final Reconciler reconciler;
        private final ArrayDeque<Change> undelivered = new ArrayDeque<>();
        private final WorkQueue queue = new WorkQueue();
        private final Set<ObjectKey> failing = new HashSet<>();

        private Seat(Reconciler reconciler) {
            this.reconciler = reconciler;
        }

        public String name() {
            return reconciler.name();
        }

        public boolean hasChange() {
            return !undelivered.isEmpty();
        }

        /** Tells it of the oldest change that it has not heard of. */
        public Change deliver() {
            var change = undelivered.remove();
            reconciler.affected(change, store.now(), queue::add);
            return change;
        }

        /** Whether it has heard of everything, and has done about it all that it could. */
        public boolean isAtRest() {
            return undelivered.isEmpty() && failing.isEmpty() && !hasKey();
        }

        public boolean hasKey() {
            return queue.nextDue().filter(due -> !due.isAfter(clock.instant())).isPresent();
        }

        /** Makes one pass over the next key. What can happen in operation brings the key back later. */
        public ObjectKey pass() {
            var now = clock.instant();
            var key = queue.poll(now).orElseThrow();
            try {
                var outcome = reconciler.reconcile(key);
                queue.succeeded(key);
                failing.remove(key);
                if (outcome instanceof Outcome.Again(var after)) {
                    queue.addAt(key, now.plus(after));
                }
            } catch (ApiException e) {
                queue.addAfterFailure(key, now);
                failing.add(key);
            }
            return key;
        }
    }

    /** Begins as a loop does: with every object as if it had just been added. */
    public Driver(ObjectStore store, InstantSource clock, List<? extends Reconciler> reconcilers) {
        this.store = store;
        this.clock = clock;
        for (var reconciler : reconcilers) {
            seats.add(start(reconciler));
        }
    }

    private Seat start(Reconciler reconciler) {
        var seat = new Seat(reconciler);
        var now = store.now();
        for (var type : reconciler.watches()) {
            now.list(Selection.all(type)).forEach(object -> seat.undelivered.add(new Change.Added(object)));
            try {
                subscriptions.add(store.watch(Selection.all(type), now.version(), seat.undelivered::add));
            } catch (VersionGoneException e) {
                throw new IllegalStateException(e);
            }
        }
        return seat;
    }

    public List<Seat> seats() {
        return seats;
    }

    /** When something becomes due by time alone. */
    public Optional<Instant> nextDue() {
        return seats.stream().flatMap(seat -> seat.queue.nextDue().stream()).min(Instant::compareTo);
    }

    /** Delivers and passes until nothing is left to be done now. */
    public void settle() {
        settle(seat -> {});
    }

    /** The same; somebody wants to know before each pass whose it is. */
    public void settle(Consumer<Seat> beforePass) {
        for (int i = 0; i < 100_000; i++) {
            boolean isIdle = true;
            for (var seat : seats) {
                while (seat.hasChange()) {
                    seat.deliver();
                }
                if (seat.hasKey()) {
                    beforePass.accept(seat);
                    seat.pass();
                    isIdle = false;
                }
            }
            if (isIdle) {
                return;
            }
        }
        throw new AssertionError("the reconcilers never come to rest");
    }

    /** Hears of nothing any more, as if the process had been killed. */
    @Override
    public void close() {
        subscriptions.forEach(ObjectStore.Subscription::close);
    }
}
