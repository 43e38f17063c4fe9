package io.kubia.dns.answer;

/** SipHash-2-4 (Aumasson and Bernstein, 2012) of words of eight bytes, for server cookies. */
final class SipHash {
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private int words;

    /** Begins anew with a key, its halves read little-endian. */
    void begin(long first, long second) {
        v0 = first ^ 0x736F_6D65_7073_6575L;
        v1 = second ^ 0x646F_7261_6E64_6F6DL;
        v2 = first ^ 0x6C79_6765_6E65_7261L;
        v3 = second ^ 0x7465_6462_7974_6573L;
        words = 0;
    }

    /** The next eight bytes, read little-endian. */
    void add(long word) {
        words++;
        compress(word);
    }

    /** The hash of the words and of a rest of fewer than eight bytes, read little-endian; to be written likewise. */
    long end(long rest, int restLength) {
        compress(((long) (8 * words + restLength) << 56) | rest);
        v2 ^= 0xFF;
        for (int i = 0; i < 4; i++) {
            round();
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void compress(long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }

    private void round() {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
    }
}
