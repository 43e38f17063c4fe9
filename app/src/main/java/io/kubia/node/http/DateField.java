package io.kubia.node.http;

import io.netty.util.AsciiString;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of the {@code Date} field, written once a second however many answers carry it. Thread-safe. */
final class DateField {
    /** RFC 9110, section 5.6.7: two digits for the day, which {@code RFC_1123_DATE_TIME} does not give. */
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private volatile Written written = new Written(Long.MIN_VALUE, AsciiString.EMPTY_STRING);

    DateField(InstantSource clock) {
        this.clock = clock;
    }

    AsciiString value() {
        long second = Math.floorDiv(clock.millis(), 1000L);
        var last = written;
        if (last.second == second) {
            return last.value;
        }
        var now = new Written(second, new AsciiString(FORMAT.format(Instant.ofEpochSecond(second))));
        written = now;
        return now.value;
    }

    private record Written(long second, AsciiString value) {}
}
