package io.kubia.controller.store;

import io.kubia.controller.json.Json;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;

/** Small objects to store. */
final class Things {
    private Things() {}

    static KubeObject pod(String namespace, String name) {
        return KubeObject.named(ResourceTypes.POD, namespace, name).withMetadata("uid", Json.of(name + "-uid"));
    }

    static KubeObject service(String namespace, String name) {
        return KubeObject.named(ResourceTypes.SERVICE, namespace, name);
    }

    static KubeObject event(String namespace, String name) {
        return KubeObject.named(ResourceTypes.EVENT, namespace, name);
    }
}
