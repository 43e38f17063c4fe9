package io.kubia.node.cluster;

/** Data of which every part looks different, so that a missing, doubled or misplaced one is noticed. */
final class Pattern {
    private Pattern() {}

    static byte[] bytes(int size, int seed) {
        var bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (seed + i * 31 + (i >>> 8));
        }
        return bytes;
    }

    /** How many, and their sum as {@link StreamReader} makes it. */
    static String sum(int size, int seed) {
        return sum(bytes(size, seed));
    }

    static String sum(byte[] bytes) {
        int sum = 0;
        for (byte b : bytes) {
            sum = 31 * sum + b;
        }
        return bytes.length + " " + sum;
    }
}
