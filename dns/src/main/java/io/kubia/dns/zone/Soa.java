package io.kubia.dns.zone;

import java.time.Duration;

/**
 * The SOA record, encoded for both of its uses. The names in it end in the zone's name, which every question for the zone
 * has in it: pointers lead there, so that they take its case.
 */
public final class Soa {
    /** The longest that it is kept (CoreDNS). */
    private static final int MAX_TTL = 300;

    private static final int REFRESH = 7200;
    private static final int RETRY = 1800;
    private static final int EXPIRE = 86400;

    private static final byte[] NAME_SERVER = {2, 'n', 's', 3, 'd', 'n', 's'};
    private static final byte[] MAILBOX = {10, 'h', 'o', 's', 't', 'm', 'a', 's', 't', 'e', 'r'};

    /** A pointer, and where it leads, which is filled in later. */
    private static final int POINTER = 0xC000;

    private static final int TTL = 6;
    private static final int DATA = 12;
    private static final int SECOND_POINTER = DATA + NAME_SERVER.length;
    private static final int THIRD_POINTER = SECOND_POINTER + 2 + MAILBOX.length;
    private static final int NUMBERS = THIRD_POINTER + 2;

    /** How many bytes it has. */
    public static final int LENGTH = NUMBERS + 5 * 4;

    private final byte[] answer;
    private final byte[] negative;

    Soa(Duration ttl, Duration negativeTtl, int serial) {
        int minimum = (int) negativeTtl.toSeconds();
        answer = encode((int) Math.min(ttl.toSeconds(), MAX_TTL), serial, minimum);
        // Who keeps a negative answer keeps it for this record's TTL or its minimum, whichever is less (RFC 2308).
        negative = encode(minimum, serial, minimum);
    }

    /** Puts it where it answers a question for it. {@code zone} is where in the message the zone's name begins. */
    public void writeAnswer(byte[] message, int at, int zone) {
        write(answer, message, at, zone);
    }

    /** Puts it where it tells that something is not there. */
    public void writeNegative(byte[] message, int at, int zone) {
        write(negative, message, at, zone);
    }

    private static void write(byte[] record, byte[] message, int at, int zone) {
        System.arraycopy(record, 0, message, at, LENGTH);
        put16(message, at, POINTER | zone);
        put16(message, at + SECOND_POINTER, POINTER | zone);
        put16(message, at + THIRD_POINTER, POINTER | zone);
    }

    private static byte[] encode(int ttl, int serial, int minimum) {
        var record = new byte[LENGTH];
        put16(record, 2, RecordType.SOA);
        put16(record, 4, RecordType.IN);
        put32(record, TTL, ttl);
        put16(record, 10, LENGTH - DATA);
        System.arraycopy(NAME_SERVER, 0, record, DATA, NAME_SERVER.length);
        System.arraycopy(MAILBOX, 0, record, SECOND_POINTER + 2, MAILBOX.length);
        int[] numbers = {serial, REFRESH, RETRY, EXPIRE, minimum};
        for (int i = 0; i < numbers.length; i++) {
            put32(record, NUMBERS + 4 * i, numbers[i]);
        }
        return record;
    }

    private static void put32(byte[] bytes, int at, int value) {
        put16(bytes, at, value >>> 16);
        put16(bytes, at + 2, value);
    }

    private static void put16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }
}
