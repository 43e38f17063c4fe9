package io.kubia.controller.api.table;

import io.kubia.controller.json.Json;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceType;
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
        return List.of(Json.of(object.name()), Json.of(Age.of(object, now)));
    }
}
