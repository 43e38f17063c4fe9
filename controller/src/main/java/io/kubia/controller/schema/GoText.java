package io.kubia.controller.schema;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import java.util.ArrayList;

/** Values as Go prints them in an API server's messages: {@code map[name:web ports:[80 443]]}. */
public final class GoText {
    private GoText() {}

    /** As {@code %v} prints it: no quotes, maps by name. */
    public static String print(Json value) {
        var text = new StringBuilder();
        print(value, text);
        return text.toString();
    }

    private static void print(Json value, StringBuilder text) {
        switch (value) {
            case JsonObject object -> {
                var names = new ArrayList<>(object.names());
                names.sort(null);
                text.append("map[");
                for (int i = 0; i < names.size(); i++) {
                    text.append(i == 0 ? "" : " ").append(names.get(i)).append(':');
                    var inner = object.get(names.get(i));
                    print(inner == null ? Json.Null.NULL : inner, text);
                }
                text.append(']');
            }
            case JsonArray array -> {
                text.append('[');
                for (int i = 0; i < array.size(); i++) {
                    text.append(i == 0 ? "" : " ");
                    print(array.get(i), text);
                }
                text.append(']');
            }
            case Json.Text(var string) -> text.append(string);
            case Json.Null ignored -> text.append("<nil>");
            case Json.Whole number -> text.append(number);
            case Json.Decimal number -> text.append(number);
            case Json.Bool bool -> text.append(bool);
        }
    }
}
