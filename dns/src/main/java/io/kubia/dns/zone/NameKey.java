package io.kubia.dns.zone;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A name in the form that a zone looks names up by: as in a packet, its letters in lower case, and with a hash. Used
 * over and over by one thread, so that a question costs no garbage.
 */
public final class NameKey {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int WORD = Long.BYTES;
    private static final int MAX_LENGTH = 255;

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    /** An odd number with its bits well spread: the golden ratio. */
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    /** Longer than any name, so that the last word may reach beyond the end. */
    private final byte[] bytes = new byte[MAX_LENGTH + 1];

    private int length;
    private int hash;

    /** Takes a name: its labels in {@code from}, uncompressed, the final zero included; 255 bytes at most. */
    public void set(byte[] from, int offset, int nameLength) {
        System.arraycopy(from, offset, bytes, 0, nameLength);
        length = nameLength;
        long mixed = nameLength;
        for (int i = 0; i < nameLength; i += WORD) {
            long word = lowerCase((long) LONGS.get(bytes, i));
            LONGS.set(bytes, i, word);
            int rest = nameLength - i;
            long kept = rest < WORD ? word & ~(-1L << (rest * 8)) : word;
            mixed = (mixed ^ kept) * MIX;
            mixed ^= mixed >>> 32;
        }
        hash = (int) mixed;
    }

    /** Takes a whole array. */
    void set(byte[] name) {
        set(name, 0, name.length);
    }

    /** How many bytes the name has, the final zero included. */
    public int length() {
        return length;
    }

    int hash() {
        return hash;
    }

    byte byteAt(int i) {
        return bytes[i];
    }

    /** Whether this is the name that stands in {@code other} in lower case. */
    boolean isName(byte[] other) {
        return Arrays.equals(bytes, 0, length, other, 0, other.length);
    }

    /** Where the name that stands in {@code parent} begins, if this name is that name or is below it; else -1. */
    int indexOf(byte[] parent) {
        int start = 0;
        while (length - start > parent.length) {
            start += bytes[start] + 1;
        }
        boolean isBelow =
                length - start == parent.length && Arrays.equals(bytes, start, length, parent, 0, parent.length);
        return isBelow ? start : -1;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /**
     * Eight bytes at once, each on its own: adding carries into a byte's highest bit when it is at least an A, or beyond
     * a Z. The lengths between the labels are 63 at most, and so never taken for letters.
     */
    private static long lowerCase(long word) {
        long lowBits = word & ~HIGH_BITS;
        long atLeastA = lowBits + (0x80 - 'A') * ONES;
        long beyondZ = lowBits + (0x80 - 'Z' - 1) * ONES;
        long isUpperCase = (atLeastA ^ beyondZ) & ~word & HIGH_BITS;
        return word | (isUpperCase >>> 2);
    }
}
