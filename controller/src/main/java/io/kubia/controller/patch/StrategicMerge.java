package io.kubia.controller.patch;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import io.kubia.controller.schema.GoText;
import io.kubia.controller.schema.ObjectSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes' strategic merge patch.
 *
 * <p>Objects are merged field by field; null removes a field. A list replaces the one that is there, unless the schema says
 * that it is merged: then elements with the same merge key are merged, and others are appended. Fields of the patch
 * that begin with {@code $} say more:
 *
 * <table>
 * <caption>Directives</caption>
 * <tr><td>{@code $patch: replace}</td><td>this object, or the list that has such an element, replaces what is there</td></tr>
 * <tr><td>{@code $patch: delete}</td><td>the object becomes empty, or the element with this key is removed</td></tr>
 * <tr><td>{@code $patch: merge}</td><td>what happens anyway</td></tr>
 * <tr><td>{@code $retainKeys: [a, b]}</td><td>all fields but these are removed first</td></tr>
 * <tr><td>{@code $setElementOrder/x: [...]}</td><td>the order of the list x afterwards; elements that it does not name
 * keep their places among themselves</td></tr>
 * <tr><td>{@code $deleteFromPrimitiveList/x: [...]}</td><td>these values are removed from the list x</td></tr>
 * </table>
 *
 * @see <a href="https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md">
 *     Kubernetes' description</a>
 */
final class StrategicMerge {
    static final String PATCH = "$patch";
    static final String RETAIN_KEYS = "$retainKeys";
    static final String SET_ELEMENT_ORDER = "$setElementOrder/";
    static final String DELETE_FROM_LIST = "$deleteFromPrimitiveList/";

    private static final String BAD_ORDER = "invalid patch format of setElementOrder list";
    private static final String BAD_RETAIN_KEYS = "invalid patch format of retainKeys";
    private static final String BAD_PRIMITIVE_LIST = "invalid patch format of primitive list";

    private StrategicMerge() {}

    static JsonObject apply(ObjectSchema schema, JsonObject original, JsonObject patch) {
        return objects(Place.of(schema), original, patch);
    }

    /** Merges two objects that stand in the same place. */
    static JsonObject objects(Place place, JsonObject original, JsonObject patch) {
        if (place.isOpaque()) {
            return patch;
        }
        var directive = patch.get(PATCH);
        if (directive != null) {
            switch (directive.asText()) {
                case "replace" -> {
                    return Directives.resolved(place, patch);
                }
                case "delete" -> {
                    return JsonObject.EMPTY;
                }
                case "merge" -> {}
                case null, default -> throw badDirective(directive, patch);
            }
        }
        var merged = retained(original, patch);
        var ordered = new HashSet<String>();
        for (var name : patch.names()) {
            if (name.startsWith(SET_ELEMENT_ORDER)) {
                var list = name.substring(SET_ELEMENT_ORDER.length());
                merged = ordered(place, merged, patch, list);
                ordered.add(list);
            }
        }
        for (var name : patch.names()) {
            merged = field(place, merged, patch, name, ordered);
        }
        return merged;
    }

    /** One field of the patch; those of the lists that have been ordered are merged already. */
    private static JsonObject field(
            Place place, JsonObject merged, JsonObject patch, String name, Set<String> ordered) {
        var value = patch.get(name);
        if (value == null
                || name.equals(PATCH)
                || name.equals(RETAIN_KEYS)
                || name.startsWith(SET_ELEMENT_ORDER)
                || (ordered.contains(name) && value instanceof JsonArray)) {
            return merged;
        }
        if (name.startsWith(DELETE_FROM_LIST)) {
            return withoutValues(merged, name.substring(DELETE_FROM_LIST.length()), value);
        }
        if (value == Json.Null.NULL) {
            return merged.without(name);
        }
        return merged.with(name, values(place.child(name), merged.get(name), value));
    }

    /** Merges two values that stand in the same place; null, when what the patch has is there to be deleted. */
    private static @Nullable Json values(Place place, @Nullable Json original, Json patch) {
        if (original instanceof JsonObject left && patch instanceof JsonObject right && !place.replacesObjects()) {
            return objects(place, left, right);
        }
        if (original instanceof JsonArray left && patch instanceof JsonArray right) {
            return lists(place, left, right, null);
        }
        return Directives.resolvedValue(place, patch);
    }

    private static JsonArray lists(Place place, JsonArray original, JsonArray patch, @Nullable JsonArray order) {
        return place.mergesLists()
                ? MergedList.of(place, original, patch, order)
                : Directives.resolvedList(place, patch);
    }

    private static JsonObject ordered(Place place, JsonObject merged, JsonObject patch, String name) {
        var child = place.child(name);
        if (!(patch.get(SET_ELEMENT_ORDER + name) instanceof JsonArray order)) {
            throw bad(BAD_ORDER);
        }
        var original = list(merged.get(name));
        var patched = list(patch.get(name));
        if (original == null && patched == null) {
            return merged;
        }
        if (patched != null) {
            MergedList.checkOrder(child, patched, order);
        }
        if (patched == null && !child.mergesLists()) {
            return merged;
        }
        var left = original == null ? JsonArray.EMPTY : original;
        var right = patched == null ? JsonArray.EMPTY : patched;
        return merged.with(name, lists(child, left, right, order));
    }

    private static @Nullable JsonArray list(@Nullable Json value) {
        return switch (value) {
            case null -> null;
            case Json.Null ignored -> null;
            case JsonArray array -> array;
            default -> throw bad("expected a []interface {}, but received a " + GoNames.of(value));
        };
    }

    /** The original with the fields alone that the patch says are to stay, if it says so. */
    private static JsonObject retained(JsonObject original, JsonObject patch) {
        var keys = patch.get(RETAIN_KEYS);
        if (keys == null) {
            return original;
        }
        if (!(keys instanceof JsonArray array)) {
            throw bad(BAD_RETAIN_KEYS);
        }
        var names = new HashSet<>(array.texts());
        patch.forEach((name, value) -> {
            if (value != Json.Null.NULL && !name.startsWith("$") && !names.contains(name)) {
                throw bad(BAD_RETAIN_KEYS);
            }
        });
        var retained = JsonObject.builder();
        original.forEach((name, value) -> {
            if (names.contains(name)) {
                retained.put(name, value);
            }
        });
        return retained.build();
    }

    private static JsonObject withoutValues(JsonObject merged, String name, Json removed) {
        if (!(removed instanceof JsonArray values)) {
            throw bad(BAD_PRIMITIVE_LIST);
        }
        if (!(merged.get(name) instanceof JsonArray array)) {
            return merged;
        }
        var gone = new HashSet<>(values.values());
        List<Json> rest = new ArrayList<>(array.size());
        for (var value : array) {
            if (!gone.contains(value)) {
                rest.add(value);
            }
        }
        return merged.with(name, new JsonArray(rest));
    }

    static ApiException badDirective(Json directive, JsonObject patch) {
        return bad("unknown patch type: " + GoText.print(directive) + " in map: " + GoText.print(patch));
    }

    /** A patch that makes no sense. For some of these Kubernetes itself answers 500, with the same words. */
    static ApiException bad(String message) {
        return new ApiException(Status.badRequest(message));
    }
}
