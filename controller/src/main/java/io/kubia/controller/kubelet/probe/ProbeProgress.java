package io.kubia.controller.kubelet.probe;

import java.time.Duration;
import java.time.Instant;

/**
 * How far a probe of one run of a container has come. Pure: an answer makes the next one.
 *
 * <p>Kubernetes asks once a period. A container that is up after 200 ms is then found ready after a period, so here, until
 * the first success, startup and readiness are asked early and often, a quarter later each time; what fails before the
 * first whole period is over does not count. See docs/decisions/0014.
 *
 * <table>
 * <caption>What an answer does</caption>
 * <tr><th>verdict</th><th>answer</th><th>then</th></tr>
 * <tr><td>any</td><td>success, less than successThreshold in a row</td><td>the same; asked again after a period</td></tr>
 * <tr><td>any</td><td>success, successThreshold in a row</td><td>HEALTHY</td></tr>
 * <tr><td>any</td><td>failure before the first period is over, never a success</td><td>the same; asked again soon</td></tr>
 * <tr><td>any</td><td>failure, less than failureThreshold in a row</td><td>the same; asked again after a period</td></tr>
 * <tr><td>any</td><td>failure, failureThreshold in a row</td><td>UNHEALTHY</td></tr>
 * </table>
 *
 * @param from from when on it is asked
 * @param nextAt when it is asked next
 * @param gap what lay between the last question and the next one
 */
public record ProbeProgress(
        ProbeDefinition definition,
        ProbeKind kind,
        Verdict verdict,
        boolean everSucceeded,
        int successes,
        int failures,
        Instant from,
        Instant nextAt,
        Duration gap) {
    private static final Duration FIRST_WAIT = Duration.ofMillis(10);
    private static final Duration FIRST_WAIT_OF_EXPENSIVE = Duration.ofMillis(100);

    /** What all answers together say. */
    public enum Verdict {
        /** Nothing yet. */
        OPEN,
        HEALTHY,
        UNHEALTHY
    }

    /**
     * One that begins.
     *
     * @param known what was known before a crash, which is believed until the answers say otherwise
     * @param startedAt when the container was started
     */
    public static ProbeProgress begin(
            ProbeDefinition definition, ProbeKind kind, Verdict known, Instant startedAt, Instant now) {
        var earliest = startedAt.plus(definition.initialDelay());
        var from = earliest.isAfter(now) ? earliest : now;
        var wait = definition.check().isExpensive() ? FIRST_WAIT_OF_EXPENSIVE : FIRST_WAIT;
        boolean isTold = known == Verdict.HEALTHY;
        var first = isTold || kind == ProbeKind.LIVENESS ? from : from.plus(wait);
        return new ProbeProgress(definition, kind, known, isTold, 0, 0, from, first, wait);
    }

    /** This after an answer at a moment. */
    public ProbeProgress after(boolean success, Instant now) {
        if (success) {
            int inRow = Math.min(successes + 1, definition.successThreshold());
            return new ProbeProgress(
                    definition,
                    kind,
                    inRow >= definition.successThreshold() ? Verdict.HEALTHY : verdict,
                    true,
                    inRow,
                    0,
                    from,
                    now.plus(definition.period()),
                    definition.period());
        }
        if (isEarly(now)) {
            var longer = Duration.ofNanos(Math.min(
                    gap.plus(gap.dividedBy(4)).toNanos(), definition.period().toNanos()));
            var periodEnd = from.plus(definition.period());
            var next = now.plus(longer);
            return new ProbeProgress(
                    definition, kind, verdict, false, 0, 0, from, next.isAfter(periodEnd) ? periodEnd : next, longer);
        }
        int inRow = Math.min(failures + 1, definition.failureThreshold());
        return new ProbeProgress(
                definition,
                kind,
                inRow >= definition.failureThreshold() ? Verdict.UNHEALTHY : verdict,
                everSucceeded,
                0,
                inRow,
                from,
                now.plus(definition.period()),
                definition.period());
    }

    /** Whether a failure at this moment does not count yet. */
    public boolean isEarly(Instant now) {
        return kind != ProbeKind.LIVENESS && !everSucceeded && now.isBefore(from.plus(definition.period()));
    }

    /** Whether there is nothing more to ask: a startup probe that has succeeded, or a container that is to be restarted. */
    public boolean isOver() {
        return switch (kind) {
            case STARTUP -> verdict != Verdict.OPEN;
            case LIVENESS -> verdict == Verdict.UNHEALTHY;
            case READINESS -> false;
        };
    }
}
