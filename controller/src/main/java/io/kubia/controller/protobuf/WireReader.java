package io.kubia.controller.protobuf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads protobuf's wire format, by one stretch of an array. What the bytes claim is checked before it is believed.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">The encoding</a>
 */
final class WireReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private static final int MAX_VARINT_BYTES = 10;

    private final byte[] bytes;
    private final int end;
    private int at;

    WireReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private WireReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    boolean hasMore() {
        return at < end;
    }

    /** A field's number and wire type, as {@link #number} and {@link #wireType} take it apart. */
    int tag() throws MalformedException {
        long tag = varint();
        if (tag < 8 || tag > 0xFFFF_FFFFL) {
            throw malformed("a field's number is " + (tag >>> 3) + " (expected: from 1 to 536870911)");
        }
        return (int) tag;
    }

    static int number(int tag) {
        return tag >>> 3;
    }

    static int wireType(int tag) {
        return tag & 7;
    }

    long varint() throws MalformedException {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            if (at == end) {
                throw malformed("it ends inside of a number");
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a number does not end (expected: at most " + MAX_VARINT_BYTES + " bytes)");
    }

    long fixed64() throws MalformedException {
        int start = skipBytes(Long.BYTES);
        return ByteBuffer.wrap(bytes, start, Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }

    /** The bytes of a string or a message, to be read by themselves. */
    WireReader part() throws MalformedException {
        long length = varint();
        int start = skipBytes(length);
        return new WireReader(bytes, start, at);
    }

    /** All that is left. */
    byte[] rest() {
        var rest = Arrays.copyOfRange(bytes, at, end);
        at = end;
        return rest;
    }

    /** All that is left, as text. */
    String restAsText() throws MalformedException {
        try {
            int start = at;
            at = end;
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, end - start))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("a string is no UTF-8");
        }
    }

    /** Passes over the value of a field. */
    void skip(int wireType) throws MalformedException {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> skipBytes(Long.BYTES);
            case BYTES -> part();
            case FIXED32 -> skipBytes(Integer.BYTES);
            default -> throw malformed("a value of wire type " + wireType + " (expected: 0, 1, 2 or 5)");
        }
    }

    MalformedException malformed(String what) {
        return new MalformedException("at byte " + at + ": " + what);
    }

    private int skipBytes(long length) throws MalformedException {
        if (length < 0 || length > end - at) {
            throw malformed("a value has " + Long.toUnsignedString(length) + " bytes (expected: at most " + (end - at)
                    + ", for there are no more)");
        }
        int start = at;
        at += (int) length;
        return start;
    }
}
