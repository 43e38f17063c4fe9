package io.kubia.controller.kubelet;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.runtime.ContainerId;

/** A pod's name, which one pod after the other may have. */
record PodName(String namespace, String name) {
    static PodName of(KubeObject pod) {
        return new PodName(pod.namespace(), pod.name());
    }

    static PodName of(ContainerId id) {
        return new PodName(id.namespace(), id.pod());
    }

    ObjectKey key() {
        return ObjectKey.of(ResourceTypes.POD, namespace, name);
    }
}
