package io.kubia.controller.api.table;

import io.kubia.controller.json.JsonObject;

/**
 * One column of a table.
 *
 * @param name as it is printed, in upper case then: {@code Nominated Node}
 * @param type of its cells: string, integer, boolean or date
 * @param format {@code name} for the one with the objects' names, else empty
 * @param priority 0 is always shown, 1 with {@code -o wide}
 */
public record Column(String name, String type, String format, String description, int priority) {
    /** The column with the names, which every table begins with. */
    public static final Column NAME = new Column("Name", "string", "name", "The object's name.", 0);

    /** One with text that is always shown. */
    public static Column text(String name) {
        return new Column(name, "string", "", "", 0);
    }

    /** One with numbers that is always shown. */
    public static Column number(String name) {
        return new Column(name, "integer", "", "", 0);
    }

    /** One with text that {@code -o wide} shows. */
    public static Column wide(String name) {
        return new Column(name, "string", "", "", 1);
    }

    JsonObject json() {
        return JsonObject.builder()
                .put("name", name)
                .put("type", type)
                .put("format", format)
                .put("description", description)
                .put("priority", priority)
                .build();
    }
}
