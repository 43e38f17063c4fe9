package io.kubia.controller.table;

import io.kubia.controller.api.table.Age;
import io.kubia.controller.api.table.Column;
import io.kubia.controller.json.Json;
import io.kubia.controller.model.KubeObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The columns of one kind, each with what stands in its cells. */
final class Layout {
    private final List<Column> columns;
    private final List<Cell> cells;

    private Layout(Builder builder) {
        columns = List.copyOf(builder.columns);
        cells = List.copyOf(builder.cells);
    }

    /** What an object says in one column. */
    @FunctionalInterface
    interface Cell {
        Json of(KubeObject object, Instant now);
    }

    List<Column> columns() {
        return columns;
    }

    List<Json> cells(KubeObject object, Instant now) {
        var row = new ArrayList<Json>(cells.size());
        for (var cell : cells) {
            row.add(cell.of(object, now));
        }
        return row;
    }

    /** One that has no columns yet. */
    static Builder empty() {
        return new Builder();
    }

    /** One that begins with the object's name, as nearly all do. */
    static Builder named() {
        return empty().cell(Column.NAME, (object, now) -> Json.of(object.name()));
    }

    /** Puts a layout together, column by column. */
    static final class Builder {
        private final List<Column> columns = new ArrayList<>();
        private final List<Cell> cells = new ArrayList<>();

        private Builder() {}

        Builder cell(Column column, Cell cell) {
            columns.add(column);
            cells.add(cell);
            return this;
        }

        Builder text(String name, Function<KubeObject, String> value) {
            return cell(Column.text(name), (object, now) -> Json.of(value.apply(object)));
        }

        Builder wide(String name, Function<KubeObject, String> value) {
            return cell(Column.wide(name), (object, now) -> Json.of(value.apply(object)));
        }

        Builder age() {
            return cell(Column.text("Age"), (object, now) -> Json.of(Age.of(object, now)));
        }

        Layout build() {
            return new Layout(this);
        }
    }
}
