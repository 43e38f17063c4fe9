package io.kubia.controller.simulation;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.OwnerReference;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.Selection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Stands in for the garbage collector, and for the protection of claims: what belongs to nobody any more goes, orphans are
 * let go, and a claim that is to go stays as long as a pod on a node mounts it.
 */
final class Garbage {
    private static final List<ResourceType> OWNED =
            List.of(ResourceTypes.POD, ResourceTypes.PERSISTENT_VOLUME_CLAIM, ResourceTypes.CONTROLLER_REVISION);

    private final Registry registry;

    Garbage(Registry registry) {
        this.registry = registry;
    }

    /** Does one thing; says what, or nothing when there is nothing to do. */
    String collect() {
        for (var set : registry.now().list(Selection.all(ResourceTypes.STATEFUL_SET))) {
            var done = set.isBeingDeleted() ? finish(set) : "";
            if (!done.isEmpty()) {
                return done;
            }
        }
        for (var claim : registry.now().list(Selection.all(ResourceTypes.PERSISTENT_VOLUME_CLAIM))) {
            if (claim.isBeingDeleted() && !isMounted(claim)) {
                registry.change(claim.key(), Part.WHOLE, present -> present.withFinalizers(List.of()), false);
                return "lets " + claim.name() + " go";
            }
        }
        var uids = uids();
        for (var object : owned()) {
            var owners = object.owners();
            var left =
                    owners.stream().filter(owner -> uids.contains(owner.uid())).toList();
            if (left.size() < owners.size()) {
                return left.isEmpty() ? delete(object) : own(object, left);
            }
        }
        return "";
    }

    private String finish(KubeObject set) {
        for (var object : owned()) {
            if (object.owners().stream().noneMatch(owner -> owner.uid().equals(set.uid()))) {
                continue;
            }
            if (set.finalizers().contains("orphan")) {
                return own(
                        object,
                        object.owners().stream()
                                .filter(owner -> !owner.uid().equals(set.uid()))
                                .toList());
            }
            if (!object.isBeingDeleted()) {
                return delete(object);
            }
            // In the foreground it waits for what belongs to it.
            return "";
        }
        registry.change(set.key(), Part.WHOLE, present -> present.withFinalizers(List.of()), false);
        return "removes " + set.name();
    }

    private String own(KubeObject object, List<OwnerReference> owners) {
        registry.change(object.key(), Part.WHOLE, ignored -> object.withOwners(owners), false);
        return "lets go " + object.name();
    }

    private String delete(KubeObject object) {
        if (object.isBeingDeleted()) {
            return "";
        }
        registry.delete(object.key(), DeleteOptions.DEFAULT.onlyUid(object.uid()));
        return "collects " + object.name();
    }

    private boolean isMounted(KubeObject claim) {
        for (var pod : registry.now().list(Selection.all(ResourceTypes.POD))) {
            if (pod.spec().has("nodeName") && Nodes.claims(pod).contains(claim.name())) {
                return true;
            }
        }
        return false;
    }

    private List<KubeObject> owned() {
        var objects = new ArrayList<KubeObject>();
        for (var type : OWNED) {
            registry.now().list(Selection.all(type)).stream()
                    .filter(object -> object.metadata().has("ownerReferences"))
                    .forEach(objects::add);
        }
        return objects;
    }

    private Set<String> uids() {
        var uids = new HashSet<String>();
        for (var type : List.of(ResourceTypes.STATEFUL_SET, ResourceTypes.POD)) {
            registry.now().list(Selection.all(type)).forEach(object -> uids.add(object.uid()));
        }
        // Foreign owners are kinds that this world does not have; they live for ever.
        uids.add(Foreign.OWNER.uid());
        return uids;
    }
}
