package io.kubia.dns.dig;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What is printed of an answer; each can be asked for and be done without, as {@code +stats} and {@code +nostats}. */
enum Part {
    CMD,
    COMMENTS,
    QUESTION,
    ANSWER,
    AUTHORITY,
    ADDITIONAL,
    STATS;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Set<Part> all() {
        return EnumSet.allOf(Part.class);
    }
}
