package io.kubia.controller.patch;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** What a part of a patch is where there is nothing to merge it with: directives and nulls have done their work. */
final class Directives {
    private Directives() {}

    static JsonObject resolved(Place place, JsonObject patch) {
        if (place.isOpaque()) {
            return patch;
        }
        var resolved = JsonObject.builder();
        patch.forEach((name, value) -> {
            if (!isDirective(name) && value != Json.Null.NULL) {
                resolved.putIfPresent(name, resolvedValue(place.child(name), value));
            }
        });
        return resolved.build();
    }

    /** Null, when it is there to be deleted. */
    static @Nullable Json resolvedValue(Place place, Json patch) {
        return switch (patch) {
            case JsonObject object -> isDeletion(object) && !place.isOpaque() ? null : resolved(place, object);
            case JsonArray array -> place.isOpaque() ? array : resolvedList(place, array);
            case Json.Text text -> text;
            case Json.Whole number -> number;
            case Json.Decimal number -> number;
            case Json.Bool bool -> bool;
            case Json.Null nothing -> nothing;
        };
    }

    static JsonArray resolvedList(Place place, JsonArray patch) {
        var resolved = new ArrayList<Json>(patch.size());
        for (var value : patch) {
            var element = isReplaceMarker(value) ? null : resolvedValue(place.element(), value);
            if (element != null) {
                resolved.add(element);
            }
        }
        return new JsonArray(resolved);
    }

    private static boolean isDirective(String name) {
        return name.equals(StrategicMerge.PATCH)
                || name.equals(StrategicMerge.RETAIN_KEYS)
                || name.startsWith(StrategicMerge.SET_ELEMENT_ORDER)
                || name.startsWith(StrategicMerge.DELETE_FROM_LIST);
    }

    private static boolean isDeletion(JsonObject object) {
        return "delete".equals(object.text(StrategicMerge.PATCH));
    }

    /** An element that says nothing but that its list replaces another. */
    private static boolean isReplaceMarker(Json value) {
        return value instanceof JsonObject object
                && object.size() == 1
                && "replace".equals(object.text(StrategicMerge.PATCH));
    }
}
