package io.kubia.dns.model;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * An IP address. Unlike {@link InetAddress} it never looks anything up, is read strictly, and is as small as it can be:
 * zones hold hundreds of thousands.
 *
 * @param high the first eight bytes of an IPv6 address; 0 for IPv4
 * @param low the last eight bytes, or the four of IPv4
 */
public record Address(boolean isV6, long high, long low) {
    public Address {
        if (!isV6 && (high != 0 || low >>> 32 != 0)) {
            throw new IllegalArgumentException("low: " + low + " (expected: 4 bytes)");
        }
    }

    /**
     * Reads an address in its usual notation: four decimals without leading zeros, or RFC 4291's hexadecimal fields. An
     * IPv6 address that stands for an IPv4 one becomes that one.
     *
     * @throws IllegalArgumentException it is none
     */
    public static Address parse(String text) {
        var address = AddressText.parse(text);
        if (address == null) {
            throw new IllegalArgumentException("address: " + Label.printable(text) + " (expected: an IP address)");
        }
        return address;
    }

    /** Whether {@link #parse} would read it. */
    public static boolean isAddress(String text) {
        return AddressText.parse(text) != null;
    }

    /** The same address. */
    public static Address of(InetAddress address) {
        return of(address.getAddress());
    }

    /** From the 4 or 16 bytes that stand in a packet. */
    public static Address of(byte[] bytes) {
        return switch (bytes.length) {
            case 4 -> new Address(false, 0, number(bytes, 0, 4));
            case 16 -> ofV6(number(bytes, 0, 8), number(bytes, 8, 8));
            default ->
                throw new IllegalArgumentException("address: " + bytes.length + " bytes (expected: 4 or 16 bytes)");
        };
    }

    static Address ofV6(long high, long low) {
        boolean isMapped = high == 0 && low >>> 32 == 0xFFFF;
        return isMapped ? new Address(false, 0, low & 0xFFFF_FFFFL) : new Address(true, high, low);
    }

    /** How many bytes it has in a packet. */
    public int length() {
        return isV6 ? 16 : 4;
    }

    /** As it stands in a packet. */
    public byte[] bytes() {
        var bytes = new byte[length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = byteAt(i);
        }
        return bytes;
    }

    /** The i-th of its {@link #bytes}. */
    public byte byteAt(int i) {
        if (!isV6) {
            return (byte) (low >>> (8 * (3 - i)));
        }
        return (byte) (i < 8 ? high >>> (8 * (7 - i)) : low >>> (8 * (15 - i)));
    }

    /** Its usual notation, IPv6 as RFC 5952 wants it. */
    @Override
    public String toString() {
        return AddressText.format(this);
    }

    private static long number(byte[] bytes, int from, int length) {
        long number = 0;
        for (byte b : Arrays.copyOfRange(bytes, from, from + length)) {
            number = (number << 8) | (b & 0xFF);
        }
        return number;
    }
}
