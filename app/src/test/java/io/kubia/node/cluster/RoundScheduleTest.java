package io.kubia.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When rounds begin. */
class RoundScheduleTest {
    private static final long GAP = 25;

    private final RoundSchedule schedule = new RoundSchedule(4, 2, GAP);

    @Test
    void withNoRoundUnderWayTheNextBeginsAtOnceWhateverTheClockSays() {
        assertThat(schedule.untilNext(Long.MIN_VALUE)).isZero();
        assertThat(schedule.untilNext(-5)).isZero();
        assertThat(schedule.untilNext(Long.MAX_VALUE)).isZero();
    }

    @Test
    void furtherOnesBeginAfterGapsThatDouble() {
        schedule.began(1_000);
        assertThat(schedule.untilNext(1_000)).isEqualTo(25);
        assertThat(schedule.untilNext(1_025)).isZero();
        schedule.began(1_025);
        assertThat(schedule.untilNext(1_025)).isEqualTo(50);
        schedule.began(1_075);
        assertThat(schedule.untilNext(1_075)).isEqualTo(100);
        schedule.began(1_175);
        assertThat(schedule.untilNext(9_999)).isEqualTo(RoundSchedule.NEVER);
        assertThat(schedule.lacksPlaceForStream()).isFalse();
        schedule.ended();
        assertThat(schedule.untilNext(1_200)).isEqualTo(75);
    }

    @Test
    void theClockMayWrapAround() {
        schedule.began(Long.MAX_VALUE - 5);
        assertThat(schedule.untilNext(Long.MIN_VALUE + 9)).isEqualTo(10);
    }

    @Test
    void aLargeRoundGoesOnAsAStreamWhileThereArePlaces() {
        schedule.began(0);
        schedule.began(0);
        schedule.began(0);
        assertThat(schedule.overflowed()).isTrue();
        assertThat(schedule.overflowed()).isTrue();
        assertThat(schedule.overflowed()).isFalse();
        assertThat(schedule.untilNext(1_000_000)).isEqualTo(RoundSchedule.NEVER);
        assertThat(schedule.lacksPlaceForStream()).isTrue();
        schedule.streamEnded();
        assertThat(schedule.untilNext(1_000_000)).isZero();
    }

    @Test
    void afterALargeRoundEachFurtherOneHasItsPlaceBeforeItBegins() {
        schedule.began(0);
        assertThat(schedule.overflowed()).isTrue();
        schedule.began(0);
        // One stream, and one round that will become the other.
        assertThat(schedule.untilNext(1_000_000)).isEqualTo(RoundSchedule.NEVER);
        schedule.ended();
        schedule.began(2_000_000);
        assertThat(schedule.untilNext(3_000_000)).isZero();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void limitsHoldWhateverHappens(long seed) {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var began = new ArrayDeque<Long>();
        int streams = 0;
        long now = 0;
        for (int step = 0; step < 10_000; step++) {
            now += random.nextInt(40);
            switch (random.nextInt(4)) {
                case 0 -> {
                    if (schedule.untilNext(now) == 0) {
                        if (!began.isEmpty()) {
                            assertThat(now - began.getLast()).isGreaterThanOrEqualTo(GAP);
                        }
                        schedule.began(now);
                        began.addLast(now);
                    }
                }
                case 1 -> {
                    if (began.pollFirst() != null) {
                        schedule.ended();
                    }
                }
                case 2 -> {
                    if (began.pollFirst() != null && schedule.overflowed()) {
                        streams++;
                    }
                }
                default -> {
                    if (streams > 0) {
                        streams--;
                        schedule.streamEnded();
                    }
                }
            }
            assertThat(began.size()).isLessThanOrEqualTo(4);
            assertThat(streams).isLessThanOrEqualTo(2);
            // Nobody waits for ever: with nothing under way there is nothing to wait for.
            if (began.isEmpty() && streams == 0) {
                assertThat(schedule.untilNext(now)).isZero();
            }
        }
    }
}
