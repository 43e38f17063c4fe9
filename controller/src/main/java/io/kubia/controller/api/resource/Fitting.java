package io.kubia.controller.api.resource;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.Status;

/** Whether an object fits the path that it was sent to. */
final class Fitting {
    private Fitting() {}

    /** It says that it is what the path takes, or nothing of that at all. */
    static void requireKind(ResourceType type, JsonObject object) {
        requireKind(type.apiVersion(), type.kind(), object);
    }

    static void requireKind(String apiVersion, String kind, JsonObject object) {
        var says = object.text("apiVersion", apiVersion);
        if (!says.equals(apiVersion)) {
            throw bad("the API version in the data (" + says + ") does not match the expected API version ("
                    + apiVersion + ")");
        }
        var is = object.text("kind", kind);
        if (!is.equals(kind)) {
            throw bad(is + " in version \"" + says + "\" cannot be handled as a " + kind
                    + ": the kind in the data does not match the path");
        }
    }

    /** The object in the namespace of the path; it says no other itself. */
    static JsonObject inNamespace(Target target, JsonObject object) {
        if (!target.type().namespaced()) {
            return object;
        }
        if (target.namespace().isEmpty()) {
            throw bad("an empty namespace may not be set during creation");
        }
        var says = object.object("metadata").text("namespace", "");
        if (!says.isEmpty() && !says.equals(target.namespace())) {
            throw bad("the namespace of the provided object does not match the namespace sent on the request");
        }
        return says.isEmpty()
                ? object.withChanged("metadata", metadata -> metadata.with("namespace", target.namespace()))
                : object;
    }

    /** It has the name of the path. */
    static void requireName(Target target, JsonObject object) {
        var says = object.object("metadata").text("name", "");
        if (says.isEmpty()) {
            throw bad("the name of the object (" + target.name()
                    + " based on URL) was undeterminable: name must be provided");
        }
        if (!says.equals(target.name())) {
            throw bad(
                    "the name of the object (" + says + ") does not match the name on the URL (" + target.name() + ")");
        }
    }

    private static ApiException bad(String why) {
        return new ApiException(Status.badRequest(why));
    }
}
