package io.kubia.node.cluster;

/**
 * How many bytes of peers' data one round holds in memory, and how many it may.
 *
 * <p>Both limits are soft by what one read from a socket brings (8 KiB, of one peer at a time once the limit is
 * reached): a peer is stopped when it has gone over.
 */
final class HeldBytes {
    private static final int MIN_WINDOW = 8 << 10;
    private static final int MAX_WINDOW = 1 << 20;

    private final long limit;
    private final int window;
    private long held;

    /** {@code limit} bytes for all of {@code peers} together. */
    HeldBytes(long limit, int peers) {
        this.limit = limit;
        this.window = Math.clamp(limit / Math.max(1, peers), MIN_WINDOW, MAX_WINDOW);
    }

    /** How many may be held of one peer. */
    int window() {
        return window;
    }

    void add(int bytes) {
        held += bytes;
    }

    void remove(int bytes) {
        held -= bytes;
    }

    long held() {
        return held;
    }

    /** Whether a peer of which so many are held must be stopped. */
    boolean isTooMuch(int ofOnePeer) {
        return ofOnePeer > window || held > limit;
    }
}
