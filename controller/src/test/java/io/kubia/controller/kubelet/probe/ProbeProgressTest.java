package io.kubia.controller.kubelet.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.kubelet.probe.ProbeProgress.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProbeProgressTest {
    private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    private static ProbeDefinition probe(Check check, int delay, int successes, int failures) {
        return new ProbeDefinition(
                check,
                Duration.ofSeconds(delay),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                successes,
                failures,
                Optional.empty());
    }

    private static ProbeProgress begin(ProbeKind kind) {
        return ProbeProgress.begin(probe(new Check.Tcp("", 1), 0, 1, 3), kind, Verdict.OPEN, START, START);
    }

    @Test
    void isAskedEarlyAndOftenAndAQuarterLaterEachTime() {
        var progress = begin(ProbeKind.READINESS);
        int questions = 0;
        var before = START;
        while (progress.nextAt().isBefore(START.plusSeconds(10))) {
            var now = progress.nextAt();
            var elapsed = Duration.between(START, before).toMillis();
            assertThat(Duration.between(before, now).toMillis()).isLessThanOrEqualTo(10 + elapsed / 3);
            before = now;
            progress = progress.after(false, now);
            questions++;
        }
        assertThat(questions).isBetween(20, 26);
        assertThat(progress.failures()).isZero();
        assertThat(progress.verdict()).isEqualTo(Verdict.OPEN);
        assertThat(progress.nextAt()).isEqualTo(START.plusSeconds(10));
    }

    @Test
    void aCommandBeginsLater() {
        var progress = ProbeProgress.begin(
                probe(new Check.Exec(List.of("x")), 0, 1, 3), ProbeKind.READINESS, Verdict.OPEN, START, START);
        assertThat(progress.nextAt()).isEqualTo(START.plusMillis(100));
    }

    @Test
    void initialDelayIsKept() {
        var progress = ProbeProgress.begin(
                probe(new Check.Tcp("", 1), 7, 1, 3), ProbeKind.READINESS, Verdict.OPEN, START, START.plusSeconds(2));
        assertThat(progress.nextAt()).isEqualTo(START.plusSeconds(7).plusMillis(10));
    }

    @Test
    void failuresCountFromTheFirstPeriodOn() {
        var progress = begin(ProbeKind.STARTUP);
        for (int i = 1; i <= 3; i++) {
            assertThat(progress.verdict()).isEqualTo(Verdict.OPEN);
            progress = progress.after(false, START.plusSeconds(10L * i));
        }
        assertThat(progress.verdict()).isEqualTo(Verdict.UNHEALTHY);
        assertThat(progress.isOver()).isTrue();
    }

    @Test
    void livenessCountsAtOnce() {
        var progress = begin(ProbeKind.LIVENESS).after(false, START);
        assertThat(progress.failures()).isEqualTo(1);
        assertThat(progress.nextAt()).isEqualTo(START.plusSeconds(10));
    }

    @Test
    void aSuccessInBetweenCountsAnew() {
        var progress = begin(ProbeKind.READINESS)
                .after(true, START)
                .after(false, START.plusSeconds(1))
                .after(false, START.plusSeconds(2))
                .after(true, START.plusSeconds(3))
                .after(false, START.plusSeconds(4))
                .after(false, START.plusSeconds(5));
        assertThat(progress.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(progress.after(false, START.plusSeconds(6)).verdict()).isEqualTo(Verdict.UNHEALTHY);
    }

    @Test
    void successThresholdIsARow() {
        var progress = ProbeProgress.begin(
                probe(new Check.Tcp("", 1), 0, 2, 3), ProbeKind.READINESS, Verdict.OPEN, START, START);
        progress = progress.after(true, START);
        assertThat(progress.verdict()).isEqualTo(Verdict.OPEN);
        assertThat(progress.after(true, START.plusSeconds(10)).verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void whatWasHealthyBeforeACrashStaysSoUntilItHasFailedOftenEnough() {
        var progress = ProbeProgress.begin(
                probe(new Check.Tcp("", 1), 0, 1, 3),
                ProbeKind.READINESS,
                Verdict.HEALTHY,
                START.minusSeconds(100),
                START);
        assertThat(progress.nextAt()).isEqualTo(START);
        progress = progress.after(false, START).after(false, START.plusSeconds(10));
        assertThat(progress.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(progress.after(false, START.plusSeconds(20)).verdict()).isEqualTo(Verdict.UNHEALTHY);
    }
}
