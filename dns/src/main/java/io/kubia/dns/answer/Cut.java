package io.kubia.dns.answer;

import java.util.Arrays;

/** Finds where records end, in encoded ones as a zone has them. */
final class Cut {
    private static final int POINTER = 0xC0;

    /** Type, class, TTL and the data's length. */
    private static final int FIXED = 10;

    private Cut() {}

    /** Where the record ends that begins at {@code at}. */
    static int end(byte[] message, int at) {
        int fixed = nameEnd(message, at);
        return fixed + FIXED + Bytes.get16(message, fixed + 8);
    }

    /** Where the name ends that begins at {@code at}: behind its zero, or behind a pointer. */
    static int nameEnd(byte[] message, int at) {
        int end = at;
        while (message[end] != 0) {
            if ((message[end] & POINTER) == POINTER) {
                return end + 2;
            }
            end += message[end] + 1;
        }
        return end + 1;
    }

    /** How many of {@code count} records, the first at {@code at}, end at {@code limit} or before. */
    static int fitting(byte[] message, int at, int count, int limit) {
        int fitting = 0;
        int end = at;
        while (fitting < count) {
            end = end(message, end);
            if (end > limit) {
                return fitting;
            }
            fitting++;
        }
        return fitting;
    }

    /** Where the {@code count}-th record ends, the first being at {@code at}. */
    static int end(byte[] message, int at, int count) {
        int end = at;
        for (int i = 0; i < count; i++) {
            end = end(message, end);
        }
        return end;
    }

    /** The same, but of records of one owner, which stand next to each other, all or none. */
    static int fittingByOwner(byte[] message, int at, int count, int limit) {
        int fitting = 0;
        int start = at;
        while (fitting < count) {
            int end = start;
            int next = fitting;
            do {
                end = end(message, end);
                next++;
            } while (next < count && hasSameOwner(message, start, end));
            if (end > limit) {
                return fitting;
            }
            fitting = next;
            start = end;
        }
        return fitting;
    }

    private static boolean hasSameOwner(byte[] message, int one, int other) {
        return Arrays.equals(message, one, nameEnd(message, one), message, other, nameEnd(message, other));
    }
}
