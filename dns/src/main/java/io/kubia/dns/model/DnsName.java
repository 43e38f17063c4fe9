package io.kubia.dns.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An absolute name in the form that it has in a packet: each label after its length, and a zero for the root. In text
 * it is written without the dot at its end, and read with or without it. Equal whatever the case of its letters, which
 * it keeps.
 */
public final class DnsName {
    /** Of all bytes in a packet, the final zero included (RFC 1035, section 2.3.4). */
    public static final int MAX_LENGTH = 255;

    /** The empty name above all others. */
    public static final DnsName ROOT = new DnsName(new byte[1]);

    private final byte[] wire;

    private DnsName(byte[] wire) {
        this.wire = wire;
    }

    /**
     * Reads a name of printable ASCII labels; a backslash is no escape here but refused.
     *
     * @throws IllegalArgumentException it is none, or too long
     */
    public static DnsName parse(String text) {
        if (text.equals(".")) {
            return ROOT;
        }
        var name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        var wire = new byte[name.length() + 2];
        int labelStart = 0;
        for (int i = 0; i <= name.length(); i++) {
            char c = i < name.length() ? name.charAt(i) : '.';
            if (c == '.') {
                int length = i - labelStart;
                if (length == 0 || length > Label.MAX_LENGTH || wire.length > MAX_LENGTH) {
                    throw unexpected(text);
                }
                wire[labelStart] = (byte) length;
                labelStart = i + 1;
            } else if (c <= ' ' || c > '~' || c == '\\') {
                throw unexpected(text);
            } else {
                wire[i + 1] = (byte) c;
            }
        }
        return new DnsName(wire);
    }

    /**
     * From the form that it has in a packet, uncompressed.
     *
     * @throws IllegalArgumentException the bytes are no name
     */
    public static DnsName ofWire(byte[] wire) {
        int i = 0;
        while (i < wire.length && wire[i] != 0) {
            i += wire[i] < 0 || wire[i] > Label.MAX_LENGTH ? MAX_LENGTH : wire[i] + 1;
        }
        if (i != wire.length - 1 || wire.length > MAX_LENGTH) {
            throw new IllegalArgumentException("name: " + Arrays.toString(wire) + " (expected: a DNS name's bytes)");
        }
        return new DnsName(wire.clone());
    }

    /** A copy of the form that it has in a packet. */
    public byte[] wire() {
        return wire.clone();
    }

    /** How many bytes it has in a packet, the final zero included. */
    public int length() {
        return wire.length;
    }

    /** This name with its letters in lower case. */
    public DnsName lowerCase() {
        var lower = wire.clone();
        for (int i = 0; i < lower.length; i++) {
            lower[i] = lowerCase(lower[i]);
        }
        return new DnsName(lower);
    }

    /** Whether this name is the other or ends in it, label by label. */
    public boolean isWithin(DnsName other) {
        int start = 0;
        while (wire.length - start > other.wire.length) {
            start += wire[start] + 1;
        }
        return wire.length - start == other.wire.length && equal(wire, start, other.wire);
    }

    /** Without the dot at its end; the root is a dot. What is not printable stands as a question mark. */
    @Override
    public String toString() {
        if (wire.length == 1) {
            return ".";
        }
        var text = new StringBuilder(wire.length);
        for (int i = 0; wire[i] != 0; i += wire[i] + 1) {
            text.append(i == 0 ? "" : ".");
            text.append(new String(wire, i + 1, wire[i], StandardCharsets.ISO_8859_1));
        }
        return Label.printable(text, MAX_LENGTH);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DnsName name && wire.length == name.wire.length && equal(wire, 0, name.wire);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(lowerCase().wire);
    }

    private static boolean equal(byte[] name, int start, byte[] other) {
        for (int i = 0; i < other.length; i++) {
            if (lowerCase(name[start + i]) != lowerCase(other[i])) {
                return false;
            }
        }
        return true;
    }

    /** No length of a label is a letter, so that a whole name may be put through this. */
    private static byte lowerCase(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 'a' - 'A') : b;
    }

    private static IllegalArgumentException unexpected(String text) {
        return new IllegalArgumentException(
                "name: " + Label.printable(text) + " (expected: a DNS name: labels of 1 to 63 characters, 253 in all)");
    }
}
