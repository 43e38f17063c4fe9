package io.kubia.controller.store;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceType;

/**
 * The objects of a kind, of one namespace or of all.
 *
 * @param namespace empty for all of them
 */
public record Selection(ResourceType type, String namespace) {
    public static Selection all(ResourceType type) {
        return new Selection(type, "");
    }

    public static Selection in(ResourceType type, String namespace) {
        return new Selection(type, namespace);
    }

    public boolean contains(KubeObject object) {
        return object.type().equals(type)
                && (namespace.isEmpty() || object.namespace().equals(namespace));
    }
}
