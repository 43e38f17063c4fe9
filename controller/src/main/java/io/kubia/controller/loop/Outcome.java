package io.kubia.controller.loop;

import java.time.Duration;

/** When a key is to be looked at again, if nothing changes before. */
public sealed interface Outcome {
    /** Nothing to wait for but changes. */
    Outcome DONE = new Done();

    /** All is as it should be, or waits for a change. */
    record Done() implements Outcome {}

    /** Something becomes due by time alone. */
    record Again(Duration after) implements Outcome {}

    static Outcome again(Duration after) {
        return new Again(after);
    }
}
