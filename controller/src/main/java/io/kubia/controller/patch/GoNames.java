package io.kubia.controller.patch;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;

/** What Go calls the values of decoded JSON; messages of a failed merge speak of them. */
final class GoNames {
    private GoNames() {}

    static String of(Json value) {
        return switch (value) {
            case JsonObject ignored -> "map[string]interface {}";
            case JsonArray ignored -> "[]interface {}";
            case Json.Text ignored -> "string";
            case Json.Whole ignored -> "int64";
            case Json.Decimal ignored -> "float64";
            case Json.Bool ignored -> "bool";
            case Json.Null ignored -> "<nil>";
        };
    }
}
