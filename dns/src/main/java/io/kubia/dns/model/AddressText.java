package io.kubia.dns.model;

import org.jspecify.annotations.Nullable;

/** The notation of addresses: read by RFC 4291, section 2.2, written by RFC 5952. */
final class AddressText {
    private static final int FIELDS = 8;

    /** "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255". */
    private static final int MAX_LENGTH = 45;

    private AddressText() {}

    static @Nullable Address parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        if (text.indexOf(':') >= 0) {
            return parseV6(text);
        }
        long v4 = parseV4(text);
        return v4 < 0 ? null : new Address(false, 0, v4);
    }

    static String format(Address address) {
        if (!address.isV6()) {
            long low = address.low();
            return (low >>> 24) + "." + ((low >>> 16) & 0xFF) + "." + ((low >>> 8) & 0xFF) + "." + (low & 0xFF);
        }
        var fields = new int[FIELDS];
        for (int i = 0; i < FIELDS; i++) {
            fields[i] = (int) ((i < 4 ? address.high() : address.low()) >>> (16 * (3 - i % 4))) & 0xFFFF;
        }
        return formatV6(fields);
    }

    /** The number, or -1 when the text is none. */
    private static long parseV4(String text) {
        long address = 0;
        int start = 0;
        for (int i = 0; i < 4; i++) {
            int end = i < 3 ? text.indexOf('.', start) : text.length();
            int decimal = end < 0 ? -1 : decimal(text, start, end);
            if (decimal < 0) {
                return -1;
            }
            address = (address << 8) | decimal;
            start = end + 1;
        }
        return address;
    }

    private static int decimal(String text, int start, int end) {
        boolean hasLeadingZero = end - start > 1 && text.charAt(start) == '0';
        if (start >= end || end - start > 3 || hasLeadingZero) {
            return -1;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = 10 * value + c - '0';
        }
        return value <= 255 ? value : -1;
    }

    private static @Nullable Address parseV6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            var fields = new int[FIELDS];
            return parseFields(text, fields) == FIELDS ? address(fields) : null;
        }
        var before = new int[FIELDS];
        var after = new int[FIELDS];
        var left = text.substring(0, gap);
        int first = left.indexOf('.') >= 0 ? -1 : parseFields(left, before);
        int last = parseFields(text.substring(gap + 2), after);
        if (first < 0 || last < 0 || first + last >= FIELDS) {
            return null;
        }
        System.arraycopy(after, 0, before, FIELDS - last, last);
        return address(before);
    }

    /** How many there are, or -1 when the text is not a list of fields. Empty text has none. */
    private static int parseFields(String text, int[] fields) {
        if (text.isEmpty()) {
            return 0;
        }
        int count = 0;
        int start = 0;
        while (start <= text.length()) {
            int colon = text.indexOf(':', start);
            int end = colon < 0 ? text.length() : colon;
            if (colon < 0 && text.indexOf('.', start) >= 0) {
                long v4 = parseV4(text.substring(start));
                if (v4 < 0 || count > FIELDS - 2) {
                    return -1;
                }
                fields[count++] = (int) (v4 >>> 16);
                fields[count++] = (int) v4 & 0xFFFF;
            } else {
                int field = hexadecimal(text, start, end);
                if (field < 0 || count == FIELDS) {
                    return -1;
                }
                fields[count++] = field;
            }
            start = end + 1;
        }
        return count;
    }

    private static int hexadecimal(String text, int start, int end) {
        if (start >= end || end - start > 4) {
            return -1;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = (value << 4) | digit;
        }
        return value;
    }

    private static Address address(int[] fields) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = (high << 16) | fields[i];
            low = (low << 16) | fields[i + 4];
        }
        return Address.ofV6(high, low);
    }

    /** The first of the longest runs of zeros is left out, if it is longer than one field. */
    private static String formatV6(int[] fields) {
        int gap = -1;
        int gapLength = 1;
        for (int i = 0; i < FIELDS; i++) {
            int length = 0;
            while (i + length < FIELDS && fields[i + length] == 0) {
                length++;
            }
            if (length > gapLength) {
                gap = i;
                gapLength = length;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < FIELDS; i++) {
            if (i == gap) {
                text.append("::");
                i += gapLength - 1;
            } else {
                text.append(i == 0 || (gap >= 0 && i == gap + gapLength) ? "" : ":")
                        .append(Integer.toHexString(fields[i]));
            }
        }
        return text.toString();
    }
}
