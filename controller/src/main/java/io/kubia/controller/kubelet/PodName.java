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

    /** The number that the name of a set's pod ends in; the highest one for other pods. */
    int ordinal() {
        int start = name.length();
        while (start > 0 && name.charAt(start - 1) >= '0' && name.charAt(start - 1) <= '9') {
            start--;
        }
        int digits = name.length() - start;
        return start > 0 && name.charAt(start - 1) == '-' && digits > 0 && digits < 10
                ? Integer.parseInt(name.substring(start))
                : Integer.MAX_VALUE;
    }

    ObjectKey key() {
        return ObjectKey.of(ResourceTypes.POD, namespace, name);
    }
}
