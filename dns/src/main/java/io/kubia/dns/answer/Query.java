package io.kubia.dns.answer;

import io.kubia.dns.zone.RecordType;

/**
 * A request, read where it stands. Used over and over by one {@link Answerer}.
 *
 * <p>Only what answers depend on is kept; all else is looked at as far as it takes to know that the message is whole.
 */
final class Query {
    static final int HEADER = 12;

    private static final int OPCODE = 0x78;
    private static final int MAX_NAME = 255;
    private static final int MAX_LABEL = 63;
    private static final int POINTER = 0xC0;

    /** Type, class, TTL and the data's length. */
    private static final int FIXED = 10;

    /** An SOA record ends in five numbers; the serial number is the first of them. */
    private static final int SERIAL_FROM_END = 20;

    private static final int DNSSEC_OK = 0x8000;
    private static final int COOKIE_OPTION = 10;
    private static final int MIN_COOKIES = 16;
    private static final int MAX_COOKIES = 40;

    private byte[] message = new byte[0];
    private int length;
    private int flags;
    private int questionEnd;
    private int nameLength;
    private int type;
    private int dnsClass;
    private boolean hasEdns;
    private int ednsVersion;
    private int udpSize;
    private boolean isDnssecOk;
    private boolean hasCookie;
    private long clientCookie;
    private boolean knowsSerial;
    private int knownSerial;

    /** Whether it is an answer. To answer those would let two servers talk to each other forever. */
    static boolean isResponse(byte[] message) {
        return message[2] < 0;
    }

    static boolean isStandard(byte[] message) {
        return (message[2] & OPCODE) == 0;
    }

    /** Forgets what was read before. */
    void clear() {
        length = 0;
        questionEnd = HEADER;
        nameLength = 0;
        type = 0;
        dnsClass = 0;
        hasEdns = false;
        ednsVersion = 0;
        udpSize = 0;
        isDnssecOk = false;
        hasCookie = false;
        knowsSerial = false;
    }

    /** Reads a message that has at least a header. Returns whether it is whole, and asks one question or none. */
    boolean read(byte[] in, int inLength) {
        clear();
        message = in;
        length = inLength;
        flags = Bytes.get16(in, 2);
        int questions = Bytes.get16(in, 4);
        if (questions > 1 || (questions == 1 && !readQuestion())) {
            return false;
        }
        int answersEnd = readRecords(questionEnd, Bytes.get16(in, 6), false);
        int authorityEnd = readRecords(answersEnd, Bytes.get16(in, 8), false);
        int at = readRecords(authorityEnd, Bytes.get16(in, 10), true);
        // A question is what there is to answer; without one there may be the wish for a cookie (RFC 7873, section
        // 5.4).
        return at == length && (questions == 1 || hasCookie);
    }

    /** Whether there is no question, and a cookie is all that is wanted. */
    boolean asksForCookieOnly() {
        return nameLength == 0;
    }

    /** The second word of the header. */
    int flags() {
        return flags;
    }

    /** Where what follows the question begins: behind the header, when there is none. */
    int questionEnd() {
        return questionEnd;
    }

    /** Of the question's name, the final zero included; 0 when there is no question. */
    int nameLength() {
        return nameLength;
    }

    int type() {
        return type;
    }

    int dnsClass() {
        return dnsClass;
    }

    boolean hasEdns() {
        return hasEdns;
    }

    int ednsVersion() {
        return ednsVersion;
    }

    /** Bytes that the client takes over UDP, as it says. */
    int udpSize() {
        return udpSize;
    }

    boolean isDnssecOk() {
        return isDnssecOk;
    }

    boolean hasCookie() {
        return hasCookie;
    }

    /** The client's part of the cookie, as {@link Bytes#getLittle64} reads it. */
    long clientCookie() {
        return clientCookie;
    }

    /** Whether it says which serial number it has (RFC 1995, section 3). */
    boolean knowsSerial() {
        return knowsSerial;
    }

    int knownSerial() {
        return knownSerial;
    }

    private boolean readQuestion() {
        int end = HEADER;
        while (end < length && message[end] != 0) {
            // Neither pointers, which have nothing to point to, nor labels of other kinds.
            if (message[end] < 0 || message[end] > MAX_LABEL) {
                return false;
            }
            end += message[end] + 1;
        }
        end++;
        if (end - HEADER > MAX_NAME || end + 4 > length) {
            return false;
        }
        nameLength = end - HEADER;
        type = Bytes.get16(message, end);
        dnsClass = Bytes.get16(message, end + 2);
        questionEnd = end + 4;
        return true;
    }

    /** Returns where they end; beyond the message, when they do not end in it. */
    private int readRecords(int from, int count, boolean mayBeEdns) {
        int at = from;
        for (int i = 0; i < count; i++) {
            if (at >= length) {
                return length + 1;
            }
            at = readRecord(at, mayBeEdns);
        }
        return at;
    }

    private int readRecord(int from, boolean mayBeEdns) {
        int broken = length + 1;
        int fixed = skipName(from);
        int data = fixed + FIXED;
        int end = data > length ? broken : data + Bytes.get16(message, fixed + 8);
        if (end > length) {
            return broken;
        }
        int recordType = Bytes.get16(message, fixed);
        if (recordType == RecordType.OPT) {
            boolean isRoot = fixed == from + 1;
            return mayBeEdns && isRoot && !hasEdns && readEdns(fixed, data, end) ? end : broken;
        }
        if (recordType == RecordType.SOA && end - data >= SERIAL_FROM_END) {
            knowsSerial = true;
            knownSerial = Bytes.get32(message, end - SERIAL_FROM_END);
        }
        return end;
    }

    private int skipName(int from) {
        int at = from;
        while (at < length && message[at] != 0) {
            if ((message[at] & POINTER) == POINTER) {
                return at + 2;
            }
            if (message[at] < 0 || message[at] > MAX_LABEL) {
                return length;
            }
            at += message[at] + 1;
        }
        return at + 1;
    }

    /** RFC 6891, section 6.1: class and TTL have other meanings here. */
    private boolean readEdns(int fixed, int data, int end) {
        hasEdns = true;
        udpSize = Bytes.get16(message, fixed + 2);
        ednsVersion = message[fixed + 5] & 0xFF;
        isDnssecOk = (Bytes.get16(message, fixed + 6) & DNSSEC_OK) != 0;
        int at = data;
        while (at + 4 <= end) {
            int option = Bytes.get16(message, at);
            int optionLength = Bytes.get16(message, at + 2);
            at += 4;
            if (option == COOKIE_OPTION && !hasCookie) {
                boolean isCookie = optionLength == ServerCookies.CLIENT_LENGTH
                        || (optionLength >= MIN_COOKIES && optionLength <= MAX_COOKIES);
                if (!isCookie || at + optionLength > end) {
                    return false;
                }
                hasCookie = true;
                clientCookie = Bytes.getLittle64(message, at);
            }
            at += optionLength;
        }
        return at == end;
    }
}
