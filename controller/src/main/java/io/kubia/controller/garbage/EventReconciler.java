package io.kubia.controller.garbage;

import io.kubia.controller.loop.Outcome;
import io.kubia.controller.loop.Reconciler;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.Snapshot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** Deletes events that are old, and the oldest when there are too many. Its keys are events. */
public final class EventReconciler implements Reconciler {
    private final Registry registry;
    private final InstantSource clock;
    private final Limits limits;
    private final EventAges ages;

    public EventReconciler(Registry registry, InstantSource clock, Limits limits) {
        this.registry = registry;
        this.clock = clock;
        this.limits = limits;
        this.ages = new EventAges(limits.count());
    }

    /**
     * How long events are kept.
     *
     * @param age so long after they were seen last
     * @param count and so many at most
     */
    public record Limits(Duration age, int count) {
        /** As in Kubernetes; the number is our own. */
        public static final Limits DEFAULT = new Limits(Duration.ofHours(1), 5_000);

        public Limits {
            if (age.isNegative() || age.isZero()) {
                throw new IllegalArgumentException("age: " + age + " (expected: > 0)");
            }
            if (count < 1) {
                throw new IllegalArgumentException("count: " + count + " (expected: >= 1)");
            }
        }
    }

    @Override
    public String name() {
        return "events";
    }

    @Override
    public List<ResourceType> watches() {
        return List.of(ResourceTypes.EVENT);
    }

    @Override
    public void affected(Change change, Snapshot now, Consumer<ObjectKey> keys) {
        ages.changed(change).ifPresent(keys);
        if (!(change instanceof Change.Deleted)) {
            keys.accept(change.key());
        }
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        var event = registry.now().get(key);
        if (event.isEmpty()) {
            return Outcome.DONE;
        }
        var left = Duration.between(
                clock.instant(), EventAges.lastSeen(event.get()).plus(limits.age()));
        if (left.isPositive() && !ages.isExcess(key)) {
            return Outcome.again(left);
        }
        try {
            registry.delete(key, DeleteOptions.DEFAULT.onlyUid(event.get().uid()));
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
        return Outcome.DONE;
    }
}
