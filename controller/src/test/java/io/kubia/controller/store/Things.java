package io.kubia.controller.store;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;

/** Small objects to store. */
final class Things {
    private Things() {}

    static KubeObject pod(String namespace, String name) {
        return KubeObject.named(ResourceTypes.POD, namespace, name).withMetadata("uid", Json.of(name + "-uid"));
    }

    /** One of the size that pods really have: some 3 KB. */
    static KubeObject realPod(String namespace, String name) {
        var containers = JsonObject.builder();
        for (int i = 0; i < 40; i++) {
            containers.put("field-" + i, JsonObject.of("name", Json.of("a value of field " + i + " of " + name)));
        }
        return pod(namespace, name).withSpec(containers.build());
    }

    static KubeObject service(String namespace, String name) {
        return KubeObject.named(ResourceTypes.SERVICE, namespace, name);
    }

    static KubeObject event(String namespace, String name) {
        return KubeObject.named(ResourceTypes.EVENT, namespace, name);
    }
}
