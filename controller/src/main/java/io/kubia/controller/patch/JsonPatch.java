package io.kubia.controller.patch;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON patch, RFC 6902: operations, one after the other; the first that fails fails them all.
 *
 * <p>Where Kubernetes is more lenient than the RFC this is as well, for the same request must do the same here: to replace
 * a field that is not there adds it, and a test for null holds for a field that is not there.
 */
final class JsonPatch {
    private JsonPatch() {}

    static Json apply(Json document, JsonArray operations) {
        var result = document;
        for (var operation : operations) {
            result = apply(result, operation.asObject());
        }
        return result;
    }

    private static Json apply(Json document, JsonObject operation) {
        var kind = operation.text("op", "");
        return switch (kind) {
            case "add" -> add(document, path(operation, "path", kind), value(operation), kind);
            case "remove" -> remove(document, path(operation, "path", kind));
            case "replace" -> replace(document, path(operation, "path", kind), value(operation));
            case "move" -> move(document, operation);
            case "copy" -> copy(document, operation);
            case "test" -> test(document, path(operation, "path", kind), operation.get("value"));
            default -> throw unprocessable("Unexpected kind: " + (kind.isEmpty() ? "unknown" : kind));
        };
    }

    private static Json add(Json document, Pointer pointer, Json value, String kind) {
        var words = kind.equals("add")
                ? "add operation does not apply: doc is missing path: \"" + pointer + "\": missing value"
                : kind + " operation does not apply: doc is missing destination path: " + pointer + ": missing value";
        return pointer.change(document, words, (container, key) -> switch (container) {
            case JsonObject object -> object.with(key, value);
            case JsonArray array -> inserted(array, key, value, "error in add for path: '" + pointer + "': ");
            default -> throw unprocessable(words);
        });
    }

    private static Json remove(Json document, Pointer pointer) {
        var words = "remove operation does not apply: doc is missing path: \"" + pointer + "\": missing value";
        return pointer.change(document, words, (container, key) -> {
            var failure = "error in remove for path: '" + pointer + "': ";
            return switch (container) {
                case JsonObject object -> {
                    if (!object.has(key)) {
                        throw unprocessable(failure + "Unable to remove nonexistent key: " + key + ": missing value");
                    }
                    yield object.without(key);
                }
                case JsonArray array -> {
                    var shorter = new ArrayList<>(array.values());
                    shorter.remove(index(key, array.size(), failure));
                    yield new JsonArray(shorter);
                }
                default -> throw unprocessable(words);
            };
        });
    }

    private static Json replace(Json document, Pointer pointer, Json value) {
        if (pointer.isWhole()) {
            return value;
        }
        var words = "replace operation does not apply: doc is missing path: " + pointer + ": missing value";
        return pointer.change(document, words, (container, key) -> switch (container) {
            case JsonObject object -> object.with(key, value);
            case JsonArray array -> {
                var missing = "replace operation does not apply: doc is missing key: " + pointer + ": missing value";
                var changed = new ArrayList<>(array.values());
                changed.set(indexOrElse(key, array.size(), missing), value);
                yield new JsonArray(changed);
            }
            default -> throw unprocessable(words);
        });
    }

    private static Json move(Json document, JsonObject operation) {
        var from = path(operation, "from", "move");
        var path = path(operation, "path", "move");
        if (path.isInside(from)) {
            throw unprocessable("move operation does not apply: path: " + path + " is inside from: " + from);
        }
        var moved = source(document, from, "move");
        return add(remove(document, from), path, moved, "move");
    }

    private static Json copy(Json document, JsonObject operation) {
        var copied = source(document, path(operation, "from", "copy"), "copy");
        return add(document, path(operation, "path", "copy"), copied, "copy");
    }

    private static Json source(Json document, Pointer from, String kind) {
        var value = from.get(document);
        if (value == null) {
            throw unprocessable(
                    kind + " operation does not apply: doc is missing from path: " + from + ": missing value");
        }
        return value;
    }

    private static Json test(Json document, Pointer pointer, @Nullable Json expected) {
        var found = pointer.get(document);
        if (found == null && !pointer.hasContainer(document)) {
            throw unprocessable("test operation does not apply: is missing path: " + pointer + ": missing value");
        }
        var left = found == null ? Json.Null.NULL : found;
        var right = expected == null ? Json.Null.NULL : expected;
        if (!left.equals(right)) {
            throw unprocessable("testing value " + pointer + " failed: test failed");
        }
        return document;
    }

    private static JsonArray inserted(JsonArray array, String key, Json value, String failure) {
        if (key.equals("-")) {
            return array.with(value);
        }
        var longer = new ArrayList<>(array.values());
        longer.add(index(key, array.size() + 1, failure), value);
        return new JsonArray(longer);
    }

    private static int index(String key, int size, String failure) {
        return indexOrElse(
                key, size, failure + "Unable to access invalid index: " + key + ": invalid index referenced");
    }

    private static int indexOrElse(String key, int size, String failure) {
        int index = Pointer.index(key, size);
        if (index < 0) {
            throw unprocessable(failure);
        }
        return index;
    }

    private static Pointer path(JsonObject operation, String field, String kind) {
        var text = operation.text(field);
        if (text == null) {
            throw unprocessable(kind + " operation failed to decode " + field + ": missing value");
        }
        return Pointer.of(text);
    }

    /** What an operation says to put; Kubernetes takes a missing one for null. */
    private static Json value(JsonObject operation) {
        var value = operation.get("value");
        return value == null ? Json.Null.NULL : value;
    }

    static ApiException unprocessable(String message) {
        return new ApiException(Status.plain(
                422, "Invalid", "the server rejected our request due to an error in our request: " + message));
    }

    /** A place in a document, RFC 6901. */
    record Pointer(String text, List<String> keys) {
        /** Makes a container anew with something else at a key. */
        interface Change {
            Json of(Json container, String key);
        }

        static Pointer of(String text) {
            if (!text.startsWith("/")) {
                return new Pointer(text, List.of());
            }
            var keys = new ArrayList<String>();
            for (var key : text.substring(1).split("/", -1)) {
                keys.add(key.replace("~1", "/").replace("~0", "~"));
            }
            return new Pointer(text, keys);
        }

        /** The place in an array of a key; -1 when it is none. */
        static int index(String key, int size) {
            if (key.isEmpty() || key.length() > 9 || (key.length() > 1 && key.charAt(0) == '0')) {
                return -1;
            }
            int index = 0;
            for (int i = 0; i < key.length(); i++) {
                int digit = key.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    return -1;
                }
                index = index * 10 + digit;
            }
            return index < size ? index : -1;
        }

        boolean isWhole() {
            return text.isEmpty();
        }

        boolean isInside(Pointer other) {
            return keys.size() > other.keys.size()
                    && keys.subList(0, other.keys.size()).equals(other.keys);
        }

        /** What is there; null when nothing is. */
        @Nullable
        Json get(Json document) {
            if (keys.isEmpty()) {
                return isWhole() ? document : null;
            }
            return get(document, keys);
        }

        /** Whether there is something that the last key could be in. */
        boolean hasContainer(Json document) {
            if (keys.isEmpty()) {
                return isWhole();
            }
            return get(document, keys.subList(0, keys.size() - 1)) instanceof JsonObject;
        }

        private static @Nullable Json get(Json document, List<String> keys) {
            @Nullable Json value = document;
            for (var key : keys) {
                value = switch (value) {
                    case JsonObject object -> object.get(key);
                    case JsonArray array -> {
                        int index = index(key, array.size());
                        yield index < 0 ? null : array.get(index);
                    }
                    case null, default -> null;
                };
            }
            return value;
        }

        /**
         * The document with the container of the last key changed.
         *
         * @param missing what to say when there is none
         */
        Json change(Json document, String missing, Change change) {
            if (keys.isEmpty()) {
                throw unprocessable(missing);
            }
            return change(document, 0, missing, change);
        }

        private Json change(Json container, int depth, String missing, Change change) {
            var key = keys.get(depth);
            if (depth == keys.size() - 1) {
                return change.of(container, key);
            }
            return switch (container) {
                case JsonObject object -> {
                    var inner = object.get(key);
                    if (inner == null) {
                        throw unprocessable(missing);
                    }
                    yield object.with(key, change(inner, depth + 1, missing, change));
                }
                case JsonArray array -> {
                    var changed = new ArrayList<>(array.values());
                    int index = indexOrElse(key, array.size(), missing);
                    changed.set(index, change(array.get(index), depth + 1, missing, change));
                    yield new JsonArray(changed);
                }
                default -> throw unprocessable(missing);
            };
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
