package io.kubia.dns.zone;

import io.kubia.dns.model.Address;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/**
 * Encodes the records of one name. What does not fit any message is left out: of the answers, and it is noted; of the
 * additional records without a word, as nobody needs them (RFC 2181, section 9).
 */
final class RecordWriter {
    /** Where the question's name begins in every message. */
    private static final int QUESTION = 12;

    private static final int POINTER = 0xC000;
    private static final int MAX_POINTER = 0x3FFF;

    /** The longest message, less room for an OPT record with a cookie (11 and 28 bytes). */
    private static final int MAX_MESSAGE = 65535 - 64;

    /** Type, class, TTL and the data's length. */
    private static final int FIXED = 10;

    private final int nameLength;
    private final int ttl;
    private final int room;
    private final boolean hasAdditionals;
    private byte[] bytes = new byte[128];
    private int length;
    private int answers;
    private int additionals;
    private boolean isCut;

    /**
     * For answers to a question.
     *
     * @param nameLength of the question's name, which has the same length in every question for it
     */
    RecordWriter(int nameLength, int ttl) {
        this(nameLength, ttl, MAX_MESSAGE - QUESTION - nameLength - 4, true);
    }

    private RecordWriter(int nameLength, int ttl, int room, boolean hasAdditionals) {
        this.nameLength = nameLength;
        this.ttl = ttl;
        this.room = room;
        this.hasAdditionals = hasAdditionals;
    }

    /** For a zone's transfer, which has every record once, in as many messages as it takes. */
    static RecordWriter forTransfer(int nameLength, int ttl) {
        return new RecordWriter(nameLength, ttl, Integer.MAX_VALUE, false);
    }

    /** Whether answers have been left out; whatever else is written will be, too. */
    boolean isCut() {
        return isCut;
    }

    void address(Address address) {
        if (begin(type(address), ttl, address.length())) {
            append(address);
        }
    }

    /** Returns where in the message the target stands, for its addresses; 0 when there was no room for it. */
    int service(int weight, int port, byte[] target) {
        if (!begin(RecordType.SRV, ttl, 6 + target.length)) {
            return 0;
        }
        append16(0);
        append16(weight);
        append16(port);
        int position = position();
        // Uncompressed, as RFC 2782 wants it.
        append(target);
        return position;
    }

    void name(int type, byte[] target) {
        if (begin(type, ttl, target.length)) {
            append(target);
        }
    }

    void text(String text, int textTtl) {
        var ascii = text.getBytes(StandardCharsets.US_ASCII);
        if (begin(RecordType.TXT, textTtl, 1 + ascii.length)) {
            append8(ascii.length);
            append(ascii);
        }
    }

    /** A name server below the owner, as its labels less the owner's. Returns where it stands. */
    int nameServer(byte[] labels) {
        if (!begin(RecordType.NS, ttl, labels.length + 2)) {
            return 0;
        }
        int position = position();
        append(labels);
        append16(POINTER | QUESTION);
        return position;
    }

    /**
     * All addresses of a name that an answer has mentioned, or none of them: who gets some would not ask for the others.
     *
     * @param position where the name stands in the message
     */
    void additional(int position, byte[] name, Collection<Address> addresses) {
        boolean isPointer = position <= MAX_POINTER;
        int ownerLength = isPointer ? 2 : name.length;
        int size = 0;
        for (var address : addresses) {
            size += ownerLength + FIXED + address.length();
        }
        if (!hasAdditionals || isCut || size > room - length) {
            return;
        }
        for (var address : addresses) {
            if (isPointer) {
                append16(POINTER | position);
            } else {
                append(name);
            }
            fixed(type(address), ttl, address.length());
            append(address);
            additionals++;
        }
    }

    Records toRecords() {
        return answers == 0 ? Records.NONE : new Records(Arrays.copyOf(bytes, length), answers, additionals, isCut);
    }

    private boolean begin(int type, int recordTtl, int dataLength) {
        isCut |= 2 + FIXED + dataLength > room - length;
        if (isCut) {
            return false;
        }
        append16(POINTER | QUESTION);
        fixed(type, recordTtl, dataLength);
        answers++;
        return true;
    }

    private void fixed(int type, int recordTtl, int dataLength) {
        append16(type);
        append16(RecordType.IN);
        append16(recordTtl >>> 16);
        append16(recordTtl);
        append16(dataLength);
    }

    private int position() {
        return QUESTION + nameLength + 4 + length;
    }

    private static int type(Address address) {
        return address.isV6() ? RecordType.AAAA : RecordType.A;
    }

    private void append(Address address) {
        for (int i = 0; i < address.length(); i++) {
            append8(address.byteAt(i));
        }
    }

    private void append(byte[] more) {
        ensure(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void append16(int value) {
        append8(value >>> 8);
        append8(value);
    }

    private void append8(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
