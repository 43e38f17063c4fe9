package io.kubia.controller.api.table;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long ago something was, in the short form that kubectl prints: {@code 2m30s}, {@code 5h}, {@code 3d12h}. */
public final class Age {
    private static final String UNKNOWN = "<unknown>";

    private Age() {}

    /** How old an object is. */
    public static String of(KubeObject object, Instant now) {
        return since(object.metadata().text("creationTimestamp"), now);
    }

    /** How long ago a time was as it stands in an object; it may not stand there. */
    public static String since(@Nullable String time, Instant now) {
        return since(Timestamps.parse(time), now);
    }

    /** How long ago a time was, if there is one. */
    public static String since(Optional<Instant> time, Instant now) {
        return time.isPresent() ? shortForm(Duration.between(time.get(), now)) : UNKNOWN;
    }

    /** As Kubernetes' {@code duration.HumanDuration}: about two figures, coarser the longer it is. */
    static String shortForm(Duration age) {
        long seconds = age.toMillis() / 1000;
        if (seconds < -1) {
            return "<invalid>";
        }
        if (seconds <= 0) {
            return "0s";
        }
        if (seconds < 120) {
            return seconds + "s";
        }
        long minutes = seconds / 60;
        if (minutes < 10) {
            return two(minutes, "m", seconds % 60, "s");
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        long hours = minutes / 60;
        if (hours < 8) {
            return two(hours, "h", minutes % 60, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        long days = hours / 24;
        if (days < 8) {
            return two(days, "d", hours % 24, "h");
        }
        if (days < 730) {
            return days + "d";
        }
        long years = days / 365;
        return years < 8 ? two(years, "y", days % 365, "d") : years + "y";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return small == 0 ? large + largeUnit : large + largeUnit + small + smallUnit;
    }
}
