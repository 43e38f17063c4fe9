package io.kubia.controller.simulation;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.Selection;
import java.util.List;

/** Stands in for the protection of claims: one that is to go stays as long as a pod on a node mounts it. */
final class Protection {
    private final Registry registry;

    Protection(Registry registry) {
        this.registry = registry;
    }

    /** Lets one claim go; says which, or nothing when there is none. */
    String act() {
        for (var claim : registry.now().list(Selection.all(ResourceTypes.PERSISTENT_VOLUME_CLAIM))) {
            if (claim.isBeingDeleted() && !isMounted(claim)) {
                registry.change(claim.key(), Part.WHOLE, present -> present.withFinalizers(List.of()), false);
                return "lets " + claim.name() + " go";
            }
        }
        return "";
    }

    private boolean isMounted(KubeObject claim) {
        for (var pod : registry.now().list(Selection.all(ResourceTypes.POD))) {
            if (pod.spec().has("nodeName") && Nodes.claims(pod).contains(claim.name())) {
                return true;
            }
        }
        return false;
    }
}
