package io.kubia.node.store;

/**
 * Tells whether bytes that arrive piece by piece are valid UTF-8 (Unicode 15, table 3-7: no overlong forms, no
 * surrogates, nothing above U+10FFFF). Keeps a few integers instead of the bytes.
 */
public final class Utf8Check {
    private boolean valid = true;
    private int missing;
    /** The bounds of the next continuation byte: the second byte of some sequences has narrower ones than the rest. */
    private int low = 0x80;

    private int high = 0xBF;

    /** Takes the next piece. */
    public void add(byte[] bytes) {
        for (int i = 0; i < bytes.length && valid; i++) {
            int b = bytes[i] & 0xFF;
            if (missing > 0) {
                valid = b >= low && b <= high;
                low = 0x80;
                high = 0xBF;
                missing--;
            } else if (b >= 0x80) {
                begin(b);
            }
        }
    }

    /** Whether all that was added, taken together, is valid and complete. */
    public boolean valid() {
        return valid && missing == 0;
    }

    static boolean valid(byte[] bytes) {
        var check = new Utf8Check();
        check.add(bytes);
        return check.valid();
    }

    private void begin(int b) {
        if (b >= 0xC2 && b <= 0xDF) {
            missing = 1;
        } else if (b >= 0xE0 && b <= 0xEF) {
            missing = 2;
            low = b == 0xE0 ? 0xA0 : 0x80;
            high = b == 0xED ? 0x9F : 0xBF;
        } else if (b >= 0xF0 && b <= 0xF4) {
            missing = 3;
            low = b == 0xF0 ? 0x90 : 0x80;
            high = b == 0xF4 ? 0x8F : 0xBF;
        } else {
            valid = false;
        }
    }
}
