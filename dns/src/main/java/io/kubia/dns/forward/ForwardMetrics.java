package io.kubia.dns.forward;

import io.kubia.role.metrics.Counter;
import io.kubia.role.metrics.Metrics;

/** What is counted of questions for other servers. */
final class ForwardMetrics {
    private static final String QUESTIONS = "kubia_dns_forwarded_total";
    private static final String QUESTIONS_HELP = "Questions for names outside of the zone, by how they were answered.";

    private final Counter hits;
    private final Counter shared;
    private final Counter asked;
    private final Counter turnedAway;
    private final Counter unanswered;
    private final Counter failures;
    private volatile int cached;
    private volatile long cachedBytes;

    ForwardMetrics(Metrics metrics) {
        hits = metrics.counter(QUESTIONS, QUESTIONS_HELP, "by=\"cache\"");
        shared = metrics.counter(QUESTIONS, QUESTIONS_HELP, "by=\"shared look-up\"");
        asked = metrics.counter(QUESTIONS, QUESTIONS_HELP, "by=\"look-up\"");
        turnedAway = metrics.counter(QUESTIONS, QUESTIONS_HELP, "by=\"nobody: too many\"");
        unanswered = metrics.counter("kubia_dns_unanswered_lookups_total", "Look-ups that no server answered.", "");
        failures = metrics.counter(
                "kubia_dns_upstream_failures_total", "Servers that failed, were late, or could not help.", "");
        metrics.gauge("kubia_dns_cached_answers", "Answers of other servers that are kept.", "", () -> cached);
        metrics.gauge("kubia_dns_cached_bytes", "Bytes of answers that are kept.", "", () -> cachedBytes);
    }

    void hit() {
        hits.increment();
    }

    void shared() {
        shared.increment();
    }

    void asked() {
        asked.increment();
    }

    void turnedAway() {
        turnedAway.increment();
    }

    void unanswered() {
        unanswered.increment();
    }

    void failed() {
        failures.increment();
    }

    void cached(int answers, long bytes) {
        cached = answers;
        cachedBytes = bytes;
    }
}
