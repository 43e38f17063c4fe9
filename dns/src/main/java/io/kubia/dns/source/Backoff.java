package io.kubia.dns.source;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next try: twice as long each time, and a little at random, so that not all come at once. */
final class Backoff {
    private final RandomGenerator random;
    private final Duration first;
    private final Duration last;
    private Duration next;

    Backoff(RandomGenerator random, Duration first, Duration last) {
        this.random = random;
        this.first = first;
        this.last = last;
        this.next = first;
    }

    /** It has worked: begin with short waits again. */
    void reset() {
        next = first;
    }

    /** Between once and twice the time that it is the turn of. */
    Duration next() {
        var base = next;
        var twice = base.multipliedBy(2);
        next = twice.compareTo(last) > 0 ? last : twice;
        return base.plusMillis(random.nextLong(base.toMillis()));
    }
}
