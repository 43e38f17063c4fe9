package io.kubia.controller.registry.kind;

import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * IPv4 addresses that services get: those of a block but its first and its last.
 *
 * @param base the address of the block itself, as a number
 * @param size how many addresses there are, those two among them
 */
record AddressBlock(int base, int size, String text) {
    private static final int SMALLEST_BITS = 30;
    private static final int LARGEST_BITS = 8;

    /** One that is written as {@code 127.96.0.0/16}. */
    static AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        var address = slash < 0 ? OptionalInt.empty() : number(text.substring(0, slash));
        int bits = slash < 0 ? -1 : octet(text.substring(slash + 1));
        if (address.isEmpty() || bits < LARGEST_BITS || bits > SMALLEST_BITS) {
            throw new IllegalArgumentException(
                    "service addresses: " + text + " (expected: an IPv4 block of 8 to 30 bits, such as 127.96.0.0/16)");
        }
        int size = 1 << (32 - bits);
        return new AddressBlock(address.getAsInt() & -size, size, text);
    }

    /** The address of the API itself. */
    String first() {
        return address(1);
    }

    boolean contains(String address) {
        var number = number(address);
        if (number.isEmpty()) {
            return false;
        }
        int offset = number.getAsInt() - base;
        return offset > 0 && offset < size - 1;
    }

    /**
     * An address that is not used, the first one never; empty when there is none. As in Kubernetes, the lower ones are left
     * to whoever asks for one by name, as long as there are others.
     */
    String pick(Set<String> used, RandomGenerator random) {
        int reserved = Math.min(Math.max(16, size / 16), 256);
        int from = Math.min(reserved, size - 2);
        int upper = size - 1 - from;
        var found = upper > 0 ? probe(used, from, upper, random.nextInt(upper)) : "";
        return found.isEmpty() && from > 2 ? probe(used, 2, from - 2, random.nextInt(from - 2)) : found;
    }

    private String probe(Set<String> used, int from, int count, int start) {
        for (int i = 0; i < count; i++) {
            var address = address(from + (start + i) % count);
            if (!used.contains(address) && !address.equals(first())) {
                return address;
            }
        }
        return "";
    }

    private String address(int offset) {
        int number = base + offset;
        return (number >>> 24) + "." + (number >>> 16 & 255) + "." + (number >>> 8 & 255) + "." + (number & 255);
    }

    /** Whether a text is an IPv4 address, in the one form that does not mislead. */
    static boolean isAddress(String text) {
        return number(text).isPresent();
    }

    private static OptionalInt number(String text) {
        int number = 0;
        int start = 0;
        for (int i = 0; i < 4; i++) {
            int end = i < 3 ? text.indexOf('.', start) : text.length();
            int octet = end < 0 ? -1 : octet(text.substring(start, end));
            if (octet < 0) {
                return OptionalInt.empty();
            }
            number = number << 8 | octet;
            start = end + 1;
        }
        return OptionalInt.of(number);
    }

    /** A number from 0 to 255, without zeros before it; -1 for anything else. */
    private static int octet(String text) {
        if (text.isEmpty() || text.length() > 3 || (text.length() > 1 && text.charAt(0) == '0')) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number <= 255 ? number : -1;
    }
}
