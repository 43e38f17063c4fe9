package io.kubia.dns.source;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next try: twice as long each time, and a little at random, so that not all come at once. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(800);
    private static final Duration LAST = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private Duration next = FIRST;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** It has worked: begin with short waits again. */
    void reset() {
        next = FIRST;
    }

    /** Between once and twice the time that it is the turn of. */
    Duration next() {
        var base = next;
        var twice = base.multipliedBy(2);
        next = twice.compareTo(LAST) > 0 ? LAST : twice;
        return base.plusMillis(random.nextLong(base.toMillis()));
    }
}
