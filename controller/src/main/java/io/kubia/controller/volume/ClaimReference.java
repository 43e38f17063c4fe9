package io.kubia.controller.volume;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ObjectKey;

/**
 * Whose a volume is.
 *
 * @param uid empty when a person reserved the volume for a claim, which may not be there yet
 */
record ClaimReference(String namespace, String name, String uid) {
    static ClaimReference of(JsonObject json) {
        return new ClaimReference(json.text("namespace", ""), json.text("name", ""), json.text("uid", ""));
    }

    /** Whether it names anything at all. */
    boolean isUsable() {
        return !namespace.isEmpty() && !name.isEmpty();
    }

    ObjectKey key() {
        return Claim.key(namespace, name);
    }

    /** Whether the volume is for this claim: bound to it already, or reserved for its name. */
    boolean refersTo(Claim claim) {
        return namespace.equals(claim.object().namespace())
                && name.equals(claim.object().name())
                && (uid.isEmpty() || uid.equals(claim.uid()));
    }

    static JsonObject json(Claim claim) {
        var object = claim.object();
        return JsonObject.builder()
                .put("apiVersion", "v1")
                .put("kind", "PersistentVolumeClaim")
                .put("name", object.name())
                .put("namespace", object.namespace())
                .put("resourceVersion", Long.toString(object.resourceVersion()))
                .put("uid", object.uid())
                .build();
    }
}
