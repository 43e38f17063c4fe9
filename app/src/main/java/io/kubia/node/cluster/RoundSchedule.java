package io.kubia.node.cluster;

/**
 * When the next round of peer reads may begin. Pure; nanoseconds are those of a clock that never jumps.
 *
 * <p>One round at a time is the most that sharing can save. But a peer that hangs would then hold up every later read
 * for as long as it is waited for, so another round may begin while one is under way: the first soon, each further one
 * after twice the time, which with eight rounds and gaps from 25 ms on spans the three seconds that a dead peer costs.
 *
 * <p>Once a round did not fit in memory, the next ones will not either; they begin only when there is a place for the
 * stream that they become. A round that does fit ends that.
 */
final class RoundSchedule {
    /** Not before something ends. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int MAX_DOUBLINGS = 20;

    private final int maxRounds;
    private final int maxStreams;
    private final long firstGap;

    private int rounds;
    private int streams;
    private long latest;
    private boolean isLarge;

    RoundSchedule(int maxRounds, int maxStreams, long firstGapNanos) {
        this.maxRounds = maxRounds;
        this.maxStreams = maxStreams;
        this.firstGap = firstGapNanos;
    }

    /** How long until a round may begin; 0 for at once. */
    long untilNext(long now) {
        if (rounds == maxRounds || lacksPlaceForStream()) {
            return NEVER;
        }
        if (rounds == 0) {
            return 0;
        }
        long gap = firstGap << Math.min(rounds - 1, MAX_DOUBLINGS);
        return Math.max(0, gap - (now - latest));
    }

    /** Whether it is places for streams that are missing, which readers may hold for long. */
    boolean lacksPlaceForStream() {
        return isLarge && streams + rounds >= maxStreams;
    }

    void began(long now) {
        rounds++;
        latest = now;
    }

    /** A round has been read into memory. */
    void ended() {
        rounds--;
        isLarge = false;
    }

    /** A round was given up without having been read. */
    void abandoned() {
        rounds--;
    }

    /** A round does not fit in memory. Returns whether it may go on as a stream; else it must be given up. */
    boolean overflowed() {
        rounds--;
        isLarge = true;
        if (streams == maxStreams) {
            return false;
        }
        streams++;
        return true;
    }

    void streamEnded() {
        streams--;
    }
}
