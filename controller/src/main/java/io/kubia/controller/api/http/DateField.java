package io.kubia.controller.api.http;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The time as answers say it, made anew once a second. From any thread. */
final class DateField {
    private record Made(long second, String text) {}

    private final InstantSource clock;
    private volatile Made last = new Made(Long.MIN_VALUE, "");

    DateField(InstantSource clock) {
        this.clock = clock;
    }

    String value() {
        var now = clock.instant();
        var known = last;
        if (known.second != now.getEpochSecond()) {
            known = new Made(now.getEpochSecond(), print(now));
            last = known;
        }
        return known.text;
    }

    private static String print(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }
}
