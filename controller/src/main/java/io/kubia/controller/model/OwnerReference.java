package io.kubia.controller.model;

import io.kubia.controller.json.JsonObject;
import java.util.Optional;

/**
 * Whom an object belongs to.
 *
 * @param controller whether that one steers it; at most one owner does
 */
public record OwnerReference(
        String apiVersion, String kind, String name, String uid, boolean controller, boolean blockOwnerDeletion) {
    /** One by which an object's controller says that it steers another. */
    public static OwnerReference controlledBy(KubeObject owner) {
        return new OwnerReference(
                owner.type().apiVersion(), owner.type().kind(), owner.name(), owner.uid(), true, true);
    }

    static OwnerReference of(JsonObject json) {
        return new OwnerReference(
                json.text("apiVersion", ""),
                json.text("kind", ""),
                json.text("name", ""),
                json.text("uid", ""),
                json.isTrue("controller"),
                json.isTrue("blockOwnerDeletion"));
    }

    /** As it stands in {@code metadata.ownerReferences}. */
    public JsonObject json() {
        var json = JsonObject.builder()
                .put("apiVersion", apiVersion)
                .put("kind", kind)
                .put("name", name)
                .put("uid", uid);
        if (controller) {
            json.put("controller", true);
        }
        if (blockOwnerDeletion) {
            json.put("blockOwnerDeletion", true);
        }
        return json.build();
    }

    /** The kind of the owner, if it is one that we keep. */
    public Optional<ResourceType> type() {
        return ResourceTypes.ofKind(apiVersion, kind);
    }
}
