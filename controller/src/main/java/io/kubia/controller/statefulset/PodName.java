package io.kubia.controller.statefulset;

import java.util.Optional;

/**
 * A pod's name as a set gives it: the set's and the ordinal.
 *
 * @param ordinal from 0 on
 */
record PodName(String set, int ordinal) {
    /** More digits than this are no ordinal, which has 31 bits. */
    private static final int MOST_DIGITS = 9;

    PodName {
        if (ordinal < 0) {
            throw new IllegalArgumentException("ordinal: " + ordinal + " (expected: >= 0)");
        }
    }

    /**
     * Reads a name; nothing when no set gives such a one. {@code kubia-01} is no set's: were it the pod of ordinal 1, then
     * that ordinal could have two.
     */
    static Optional<PodName> parse(String name) {
        int digits = 0;
        while (digits < name.length() && isDigit(name.charAt(name.length() - 1 - digits))) {
            digits++;
        }
        int dash = name.length() - digits - 1;
        boolean isPadded = digits > 1 && name.charAt(dash + 1) == '0';
        if (digits == 0 || digits > MOST_DIGITS || isPadded || dash < 1 || name.charAt(dash) != '-') {
            return Optional.empty();
        }
        return Optional.of(new PodName(name.substring(0, dash), Integer.parseInt(name, dash + 1, name.length(), 10)));
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    /** The name of this pod's claim for a template. */
    String claim(String template) {
        return template + "-" + this;
    }

    @Override
    public String toString() {
        return set + "-" + ordinal;
    }
}
