package io.kubia.controller.event;

import io.kubia.controller.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Finds out which occurrences are the same, as the correlator of Kubernetes' client-go does (tools/record/events_cache.go):
 * the same again counts up, ten that differ in their message alone become one, and of what is said about one object too
 * often nothing is kept. Knows no clock, and remembers the last few thousand of each; one thread asks.
 */
final class Correlator {
    private static final String COMBINED = "(combined from similar events): ";
    private static final int MOST_KNOWN = 4096;
    private static final int MOST_SIMILAR = 10;
    private static final Duration SIMILAR_WITHIN = Duration.ofMinutes(10);
    private static final int BURST = 25;
    private static final Duration ONE_MORE_AFTER = Duration.ofMinutes(5);

    private final Map<Sameness, Known> known = new LinkedHashMap<>();
    private final Map<Sameness, Similar> similar = new LinkedHashMap<>();
    private final Map<Sameness, Allowance> allowances = new LinkedHashMap<>();
    private long lastName;

    /** What becomes of an occurrence. */
    sealed interface Verdict {}

    /** Nothing: enough has been said about that object. */
    record Dropped() implements Verdict {}

    /**
     * It is kept as an event.
     *
     * @param name of the event
     * @param count how many times it happened by now; the event is new at 1
     * @param first when it happened first
     */
    record Kept(Occurrence occurrence, String name, long count, Instant first) implements Verdict {}

    private record Sameness(JsonObject about, String source, String type, String reason, String message) {
        static Sameness of(Occurrence one, String type, String reason, String message) {
            return new Sameness(
                    one.about().without("resourceVersion"), one.component() + "@" + one.host(), type, reason, message);
        }
    }

    private record Known(String name, long count, Instant first) {}

    private record Similar(Set<String> messages, Instant last) {}

    private record Allowance(double left, Instant at) {}

    Verdict judge(Occurrence occurrence) {
        var one = combined(occurrence);
        var key = Sameness.of(one, one.type(), one.reason(), one.message().startsWith(COMBINED) ? "" : one.message());
        var before = known.remove(key);
        var now = before == null
                ? new Known(name(one), 1, one.time())
                : new Known(before.name(), before.count() + 1, before.first());
        keep(known, key, now);
        return isAllowed(one) ? new Kept(one, now.name(), now.count(), now.first()) : new Dropped();
    }

    /** The occurrence itself, or, when there were many like it but for the message, one that stands for all of them. */
    private Occurrence combined(Occurrence one) {
        var key = Sameness.of(one, one.type(), one.reason(), "");
        var before = similar.remove(key);
        boolean isSoon =
                before != null && Duration.between(before.last(), one.time()).compareTo(SIMILAR_WITHIN) <= 0;
        var messages = before != null && isSoon ? before.messages() : new HashSet<String>();
        messages.add(one.message());
        keep(similar, key, new Similar(messages, one.time()));
        if (messages.size() < MOST_SIMILAR) {
            return one;
        }
        messages.remove(one.message());
        return one.withMessage(COMBINED + one.message());
    }

    private boolean isAllowed(Occurrence one) {
        var key = Sameness.of(one, "", "", "");
        var before = allowances.remove(key);
        double left = BURST;
        if (before != null) {
            double more = (double) Duration.between(before.at(), one.time()).toMillis() / ONE_MORE_AFTER.toMillis();
            left = Math.min(BURST, before.left() + Math.max(0, more));
        }
        boolean isAllowed = left >= 1;
        keep(allowances, key, new Allowance(isAllowed ? left - 1 : left, one.time()));
        return isAllowed;
    }

    /** The object's name and a time in hexadecimal digits, later than any before. */
    private String name(Occurrence one) {
        var time = one.time();
        lastName = Math.max(lastName + 1, time.getEpochSecond() * 1_000_000_000 + time.getNano());
        return one.about().text("name", "") + "." + Long.toHexString(lastName);
    }

    /** What has not come up for the longest time is forgotten first. */
    private static <T> void keep(Map<Sameness, T> map, Sameness key, T value) {
        map.put(key, value);
        if (map.size() > MOST_KNOWN) {
            map.remove(map.keySet().iterator().next());
        }
    }
}
