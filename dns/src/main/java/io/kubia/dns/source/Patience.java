package io.kubia.dns.source;

import java.time.Duration;

/**
 * How long an API is waited for.
 *
 * @param answer until an answer begins, and how much longer than it was told to a watch may last
 * @param page until a page of a list has come whole
 * @param watch how long a watch is to last at least, and twice that at most, as client-go has it
 * @param firstWait before what failed is tried again; a watch that ended sooner, and told nothing, has failed
 * @param lastWait what that grows to while it fails again and again
 */
record Patience(Duration answer, Duration page, Duration watch, Duration firstWait, Duration lastWait) {
    static Patience usual() {
        return new Patience(
                Duration.ofSeconds(30),
                Duration.ofMinutes(2),
                Duration.ofMinutes(5),
                Duration.ofMillis(800),
                Duration.ofSeconds(30));
    }
}
