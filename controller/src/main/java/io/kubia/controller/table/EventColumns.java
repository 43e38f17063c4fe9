package io.kubia.controller.table;

import io.kubia.controller.api.table.Age;
import io.kubia.controller.api.table.Column;
import io.kubia.controller.json.Json;
import io.kubia.controller.model.KubeObject;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What tables say of events. How often and since when one happened stands in wide columns of their own; the form
 * {@code 5m (x3 over 10m)} is made by kubectl, in {@code describe} and {@code events}.
 */
final class EventColumns {
    private EventColumns() {}

    static Layout layout() {
        return Layout.empty()
                .cell(Column.text("Last Seen"), (event, now) -> Json.of(lastSeen(event, now)))
                .text("Type", event -> event.json().text("type", ""))
                .text("Reason", event -> event.json().text("reason", ""))
                .text("Object", EventColumns::object)
                .wide(
                        "Subobject",
                        event -> event.json().object("involvedObject").text("fieldPath", ""))
                .wide("Source", EventColumns::source)
                .text("Message", event -> event.json().text("message", "").strip())
                .cell(Column.wide("First Seen"), (event, now) -> Json.of(Age.since(firstTime(event), now)))
                .cell(Column.wide("Count"), (event, now) -> Json.of(count(event)))
                .cell(
                        new Column("Name", "string", "name", Column.NAME.description(), 1),
                        (event, now) -> Json.of(event.name()))
                .build();
    }

    private static String lastSeen(KubeObject event, Instant now) {
        var series = event.json().object("series");
        if (!series.isEmpty()) {
            return Age.since(series.text("lastObservedTime"), now);
        }
        var last = event.json().text("lastTimestamp");
        return Age.since(last == null ? firstTime(event) : last, now);
    }

    private static @Nullable String firstTime(KubeObject event) {
        var first = event.json().text("firstTimestamp");
        return first == null ? event.json().text("eventTime") : first;
    }

    private static long count(KubeObject event) {
        var series = event.json().object("series");
        return series.isEmpty() ? Math.max(1, event.json().number("count", 0)) : series.number("count", 0);
    }

    private static String object(KubeObject event) {
        var about = event.json().object("involvedObject");
        var kind = about.text("kind", "").toLowerCase(Locale.ROOT);
        var name = about.text("name", "");
        return name.isEmpty() ? kind : kind + "/" + name;
    }

    private static String source(KubeObject event) {
        var source = event.json().object("source");
        var component = Words.or(source.text("component"), event.json().text("reportingComponent", ""));
        var host = Words.or(source.text("host"), event.json().text("reportingInstance", ""));
        return host.isEmpty() ? component : component + ", " + host;
    }
}
