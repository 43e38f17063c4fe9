package io.kubia.controller.statefulset;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.OwnerReference;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of claims when their pods or the set are gone (KEP-1847). Nobody here deletes a claim: an owner reference
 * makes the garbage collector do it when the owner is gone, so the references say it all.
 *
 * <table>
 * <caption>Owners of a claim</caption>
 * <tr><th>whenDeleted</th><th>whenScaled</th><th>the pod is wanted</th><th>the pod is one too many</th></tr>
 * <tr><td>Retain</td><td>Retain</td><td>none</td><td>none</td></tr>
 * <tr><td>Delete</td><td>Retain</td><td>the set</td><td>the set</td></tr>
 * <tr><td>Retain</td><td>Delete</td><td>none</td><td>the pod</td></tr>
 * <tr><td>Delete</td><td>Delete</td><td>the set</td><td>the pod</td></tr>
 * </table>
 */
record Retention(boolean deletesWithSet, boolean deletesWithPod) {
    static Retention of(JsonObject json) {
        return new Retention("Delete".equals(json.text("whenDeleted")), "Delete".equals(json.text("whenScaled")));
    }

    boolean retainsAlways() {
        return !deletesWithSet && !deletesWithPod;
    }

    /** The owners of a new claim, whose pod is wanted and not there yet. */
    List<OwnerReference> ofNew(StatefulSet set) {
        return deletesWithSet ? List.of(OwnerReference.controlledBy(set.object())) : List.of();
    }

    /**
     * The owners that a claim should have.
     *
     * @param pod its pod, which exists
     * @param isWanted whether the set still wants that pod
     */
    List<OwnerReference> of(Claim claim, StatefulSet set, KubeObject pod, boolean isWanted) {
        // It will be collected with a set or a pod of the same name that is gone. Whoever made it so shall have it so.
        if (isStale(claim, set.object()) || isStale(claim, pod)) {
            return claim.owners();
        }
        var owners = new ArrayList<OwnerReference>();
        for (var owner : claim.owners()) {
            if (!isNamed(owner, set.object()) && !isNamed(owner, pod)) {
                owners.add(owner);
            }
        }
        if (!retainsAlways() && isSteeredByAnother(claim, set, pod)) {
            return owners;
        }
        if (deletesWithPod && !isWanted) {
            owners.add(OwnerReference.controlledBy(pod));
        } else if (deletesWithSet) {
            owners.add(OwnerReference.controlledBy(set.object()));
        }
        return isSame(owners, claim.owners()) ? claim.owners() : owners;
    }

    /** Whether a claim will vanish with an earlier pod of the name, so that a new pod must not come to use it. */
    boolean isStale(Claim claim, PodName pod) {
        if (!deletesWithPod) {
            return false;
        }
        for (var owner : claim.owners()) {
            if (isNamed(owner, ResourceTypes.POD, pod.toString())) {
                return true;
            }
        }
        return false;
    }

    /** Whether somebody else steers the claim: then it is no longer ours to say what becomes of it. */
    boolean isSteeredByAnother(Claim claim, StatefulSet set, KubeObject pod) {
        for (var owner : claim.owners()) {
            if (owner.controller() && !isNamed(owner, set.object()) && !isNamed(owner, pod)) {
                return true;
            }
        }
        return false;
    }

    /** Order does not matter. */
    private static boolean isSame(List<OwnerReference> some, List<OwnerReference> others) {
        return some.size() == others.size() && others.containsAll(some);
    }

    private static boolean isStale(Claim claim, KubeObject owner) {
        for (var reference : claim.owners()) {
            if (isNamed(reference, owner)) {
                return !reference.uid().equals(owner.uid());
            }
        }
        return false;
    }

    private static boolean isNamed(OwnerReference reference, KubeObject owner) {
        return isNamed(reference, owner.type(), owner.name());
    }

    private static boolean isNamed(OwnerReference reference, ResourceType type, String name) {
        return reference.kind().equals(type.kind())
                && reference.apiVersion().equals(type.apiVersion())
                && reference.name().equals(name);
    }
}
