package io.kubia.controller.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved. */
public final class VirtualClock implements InstantSource {
    private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");

    private Instant now = START;

    @Override
    public Instant instant() {
        return now;
    }

    public void advance(Duration by) {
        now = now.plus(by);
    }

    /** Moves to a moment; stays when that has passed. */
    public void advanceTo(Instant then) {
        if (then.isAfter(now)) {
            now = then;
        }
    }

    public long secondsPassed() {
        return Duration.between(START, now).toSeconds();
    }
}
