package io.kubia.dns.model;

/**
 * One part of a name between two dots, as Kubernetes allows it (RFC 1123): up to 63 lower-case letters, digits and
 * dashes, the first and the last no dash. Kubernetes checks this when an object is written, so that one that differs
 * comes from elsewhere and must not reach the zone: its name could not be asked for.
 */
final class Label {
    static final int MAX_LENGTH = 63;

    private Label() {}

    /** Returns the label, for use in constructors. */
    static String check(String field, String value) {
        if (!isValid(value)) {
            throw new IllegalArgumentException(field + ": " + printable(value)
                    + " (expected: 1 to 63 lower-case letters, digits and dashes, no dash at either end)");
        }
        return value;
    }

    static boolean isValid(String value) {
        int length = value.length();
        if (length == 0 || length > MAX_LENGTH || value.charAt(0) == '-' || value.charAt(length - 1) == '-') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** Fit for a log. */
    static String printable(String value) {
        return printable(value, 100);
    }

    /** Cut to a length, and without what a terminal would act upon. */
    static String printable(CharSequence value, int length) {
        var text = new StringBuilder();
        value.chars().limit(length).forEach(c -> text.append(c < ' ' || c > '~' ? '?' : (char) c));
        return value.length() > length ? text + "…" : text.toString();
    }
}
