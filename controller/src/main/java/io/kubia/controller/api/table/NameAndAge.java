package io.kubia.controller.api.table;

import io.kubia.controller.json.Json;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The two columns that every kind can have. */
public final class NameAndAge implements TableColumns {
    private static final List<Column> COLUMNS = List.of(Column.NAME, Column.text("Age"));

    @Override
    public List<Column> columns(ResourceType type) {
        return COLUMNS;
    }

    @Override
    public List<Json> cells(KubeObject object, Instant now) {
        return List.of(Json.of(object.name()), Json.of(age(object, now)));
    }

    private static String age(KubeObject object, Instant now) {
        return object.metadata().has("creationTimestamp")
                ? shortForm(Duration.between(object.creationTimestamp(), now))
                : "<unknown>";
    }

    /** As Kubernetes' {@code duration.HumanDuration}: about two figures, coarser the longer it is. */
    private static String shortForm(Duration age) {
        long seconds = age.toSeconds();
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
