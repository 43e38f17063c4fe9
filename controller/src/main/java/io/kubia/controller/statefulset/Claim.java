package io.kubia.controller.statefulset;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.OwnerReference;
import java.util.List;

/** What a set wants to know of a claim. */
record Claim(KubeObject object, List<OwnerReference> owners) {
    Claim {
        owners = List.copyOf(owners);
    }

    static Claim of(KubeObject object) {
        return object.view(Claim.class, claim -> new Claim(claim, claim.owners()));
    }

    String name() {
        return object.name();
    }

    boolean isBeingDeleted() {
        return object.isBeingDeleted();
    }

    boolean isOwnedBy(KubeObject owner) {
        for (var reference : owners) {
            if (reference.uid().equals(owner.uid())) {
                return true;
            }
        }
        return false;
    }
}
