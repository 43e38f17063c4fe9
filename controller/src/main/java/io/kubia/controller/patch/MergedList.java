package io.kubia.controller.patch;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import io.kubia.controller.schema.GoText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merges two lists of which the schema says that they are merged.
 *
 * <p>The order afterwards: what the patch names stands as the patch has it, or {@code $setElementOrder}; the others keep
 * their order; where one of each could come next, the one that stood first before does, and if one of them is new, the
 * one that the patch names.
 */
final class MergedList {
    private final Place place;
    private final String key;

    private MergedList(Place place) {
        this.place = place;
        this.key = place.mergeKey();
    }

    static JsonArray of(Place place, JsonArray original, JsonArray patch, @Nullable JsonArray order) {
        return new MergedList(place).merged(original, patch, order);
    }

    /** The elements of the patch stand in its order, as far as it names them. */
    static void checkOrder(Place place, JsonArray patch, JsonArray order) {
        if (place.mergesLists() && !patch.isEmpty() && !order.isEmpty()) {
            new MergedList(place).checkOrder(patch, order);
        }
    }

    private JsonArray merged(JsonArray original, JsonArray patch, @Nullable JsonArray order) {
        if (!haveObjects(original, patch)) {
            var merged = new ArrayList<>(original.values());
            merged.addAll(patch.values());
            return arranged(merged.stream().distinct().toList(), original.values(), order == null ? patch : order);
        }
        if (key.isEmpty()) {
            throw StrategicMerge.bad("cannot merge lists without merge key");
        }
        var before = new ArrayList<>(original.values());
        var additions = new ArrayList<JsonObject>();
        boolean replaced = false;
        for (var element : patch.objects()) {
            var directive = element.get(StrategicMerge.PATCH);
            if (directive == null) {
                additions.add(element);
            } else {
                replaced |= obeyed(element, directive, before);
            }
        }
        if (replaced) {
            before.clear();
        }
        var merged = new ArrayList<>(before);
        additions.forEach(addition -> merge(merged, addition));
        if (replaced && order == null) {
            return new JsonArray(merged);
        }
        return arranged(merged, before, order == null ? new JsonArray(new ArrayList<Json>(additions)) : order);
    }

    /** Does what an element's directive says; whether that is to replace the list. */
    private boolean obeyed(JsonObject element, Json directive, List<Json> before) {
        return switch (directive.asText()) {
            case "delete" -> {
                var gone = identity(element);
                before.removeIf(each -> gone.equals(identityIfAny(each)));
                yield false;
            }
            case "replace" -> true;
            case "merge" -> throw StrategicMerge.bad("merging lists cannot yet be specified in the patch");
            case null, default -> throw StrategicMerge.badDirective(directive, element);
        };
    }

    private void merge(List<Json> merged, JsonObject addition) {
        var identity = identity(addition);
        for (int i = 0; i < merged.size(); i++) {
            if (identity.equals(identityIfAny(merged.get(i))) && merged.get(i) instanceof JsonObject known) {
                merged.set(i, StrategicMerge.objects(place.element(), known, addition));
                return;
            }
        }
        merged.add(Directives.resolved(place.element(), addition));
    }

    private JsonArray arranged(List<Json> merged, List<Json> before, JsonArray order) {
        var wanted = places(order.values());
        var former = places(before);
        var named = new ArrayList<Json>();
        var others = new ArrayList<Json>();
        for (var element : merged) {
            (wanted.containsKey(identity(element)) ? named : others).add(element);
        }
        named.sort(Comparator.comparingInt(element -> wanted.getOrDefault(identity(element), 0)));
        var arranged = new ArrayList<Json>(merged.size());
        int next = 0;
        for (var element : named) {
            var place = former.get(identity(element));
            while (next < others.size() && place != null && stoodBefore(others.get(next), place, former)) {
                arranged.add(others.get(next++));
            }
            arranged.add(element);
        }
        arranged.addAll(others.subList(next, others.size()));
        return new JsonArray(arranged);
    }

    private boolean stoodBefore(Json element, int place, Map<Json, Integer> former) {
        var own = former.get(identity(element));
        return own != null && own < place;
    }

    private Map<Json, Integer> places(List<Json> elements) {
        var places = HashMap.<Json, Integer>newHashMap(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            places.putIfAbsent(identity(elements.get(i)), i);
        }
        return places;
    }

    private void checkOrder(JsonArray patch, JsonArray order) {
        int next = 0;
        for (var element : patch) {
            if (element instanceof JsonObject object && object.has(StrategicMerge.PATCH)) {
                continue;
            }
            var identity = identity(element);
            while (next < order.size() && !identity.equals(identity(order.get(next)))) {
                next++;
            }
            if (next == order.size()) {
                throw StrategicMerge.bad("The order in patch list:\n" + GoText.print(patch) + "\n doesn't match "
                        + "$setElementOrder list:\n" + GoText.print(order) + "\n");
            }
            next++;
        }
    }

    /** What makes two elements the same one: the value of the merge key, or the whole of a mere value. */
    private Json identity(Json element) {
        if (key.isEmpty()) {
            return element;
        }
        if (!(element instanceof JsonObject object)) {
            throw StrategicMerge.bad("expected a map[string]interface {}, but received a " + GoNames.of(element));
        }
        var identity = object.get(key);
        if (identity == null) {
            throw StrategicMerge.bad("map: " + GoText.print(object) + " does not contain declared merge key: " + key);
        }
        return identity;
    }

    private @Nullable Json identityIfAny(Json element) {
        return element instanceof JsonObject object ? object.get(key) : null;
    }

    private static boolean haveObjects(JsonArray original, JsonArray patch) {
        boolean objects = false;
        boolean others = false;
        for (var list : List.of(original, patch)) {
            for (var element : list) {
                if (element instanceof JsonArray) {
                    throw new ApiException(JsonPatch.unprocessable("lists of lists are not supported")
                            .status());
                }
                objects |= element instanceof JsonObject;
                others |= !(element instanceof JsonObject);
            }
        }
        if (objects && others) {
            throw new ApiException(Status.badRequest("list element types are not identical: [" + GoText.print(original)
                    + " " + GoText.print(patch) + "]"));
        }
        return objects;
    }
}
