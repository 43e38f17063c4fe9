package io.kubia.dns.source;

import io.kubia.dns.model.Change;
import io.kubia.dns.zone.LiveZone;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Takes changes from any thread and applies them one after the other. Who has them already, such as a controller in the
 * same process, needs no other source than this.
 */
public final class ZoneUpdates {
    private final LiveZone zone;
    private final LongConsumer visibleAfter;

    /** {@code visibleAfter} is told for each change how many nanoseconds passed from its arrival to its being visible. */
    public ZoneUpdates(LiveZone zone, LongConsumer visibleAfter) {
        this.zone = zone;
        this.visibleAfter = visibleAfter;
    }

    /** Applies changes that have just arrived; when this returns they are visible, all at once. */
    public void apply(List<Change> changes) {
        apply(changes, System.nanoTime());
    }

    /** Applies changes that arrived at a moment of {@link System#nanoTime}. */
    public synchronized void apply(List<Change> changes, long arrivedNanos) {
        if (zone.apply(changes)) {
            visibleAfter.accept(System.nanoTime() - arrivedNanos);
        }
    }
}
