package io.kubia.controller.simulation;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.OwnerReference;
import io.kubia.controller.model.ResourceTypes;
import java.util.List;
import java.util.Map;

/** Pods that somebody else steers, though they have names and labels of the set. */
final class Foreign {
    static final OwnerReference OWNER =
            new OwnerReference("apps/v1", "ReplicaSet", "another", "another-uid", true, true);

    private static final JsonObject SPEC = SetManifest.yaml("{containers: [{name: main, image: a}]}");

    private Foreign() {}

    static KubeObject pod(int ordinal) {
        return KubeObject.named(ResourceTypes.POD, "default", "kubia-" + ordinal)
                .withLabels(Map.of("app", "kubia"))
                .withOwners(List.of(OWNER))
                .withSpec(SPEC);
    }

    static boolean is(KubeObject pod) {
        return pod.controller().filter(owner -> owner.uid().equals(OWNER.uid())).isPresent();
    }
}
