package io.kubia.controller.api.table;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceType;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The parts of tables, from what is known of their columns. */
public final class Tables {
    private final TableColumns columns;
    private final Map<ResourceType, JsonArray> definitions = new ConcurrentHashMap<>();

    public Tables(TableColumns columns) {
        this.columns = columns;
    }

    /** The definitions of a kind's columns. */
    public JsonArray columns(ResourceType type) {
        return definitions.computeIfAbsent(
                type,
                kind -> new JsonArray(
                        columns.columns(kind).stream().<Json>map(Column::json).toList()));
    }

    /** One row. */
    public JsonObject row(KubeObject object, Instant now, Json shown) {
        return JsonObject.builder()
                .put("cells", new JsonArray(columns.cells(object, now)))
                .put("object", shown)
                .build();
    }
}
