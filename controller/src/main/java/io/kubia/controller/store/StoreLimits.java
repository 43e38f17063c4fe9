package io.kubia.controller.store;

/**
 * How much a store holds.
 *
 * @param objectBytes the longest JSON that one object may be; as in etcd by default
 * @param objects how many objects there may be
 * @param bytes how many bytes of JSON all of them may be together: they are kept in memory
 * @param historyChanges how many past changes are remembered for those who watch from an older version
 * @param historyBytes how many bytes of JSON the objects of those changes may be together; older changes are forgotten first
 * @param queuedWrites how many writes may wait for the disk
 */
public record StoreLimits(
        int objectBytes, int objects, long bytes, int historyChanges, long historyBytes, int queuedWrites) {
    /** Enough for ten thousand pods and what belongs to them. */
    public static final StoreLimits DEFAULT = new StoreLimits(3 << 19, 100_000, 256L << 20, 10_000, 16L << 20, 10_000);

    public StoreLimits {
        requirePositive("objectBytes", objectBytes);
        requirePositive("objects", objects);
        requirePositive("bytes", bytes);
        requirePositive("historyChanges", historyChanges);
        requirePositive("historyBytes", historyBytes);
        requirePositive("queuedWrites", queuedWrites);
    }

    private static void requirePositive(String field, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: >= 1)");
        }
    }
}
