package io.kubia.controller.model;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times as they stand in objects: RFC 3339 in UTC, to the second, or to the microsecond where Kubernetes has it so. */
public final class Timestamps {
    private Timestamps() {}

    /** {@code 2026-11-21T02:15:45Z}. */
    public static String print(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** {@code 2026-11-21T02:15:45.123456Z}, as in {@code MicroTime} fields. */
    public static String printMicros(Instant time) {
        var seconds = time.truncatedTo(ChronoUnit.SECONDS).toString();
        return seconds.substring(0, seconds.length() - 1)
                + String.format(".%06dZ", time.get(ChronoField.MICRO_OF_SECOND));
    }

    /** The time that a field says; nothing when it says none. */
    public static Optional<Instant> parse(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
