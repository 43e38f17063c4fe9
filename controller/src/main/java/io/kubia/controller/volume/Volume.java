package io.kubia.controller.volume;

import io.kubia.controller.json.Json;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.Quantity;
import io.kubia.controller.model.ResourceTypes;
import java.util.List;
import java.util.Optional;

/**
 * A persistent volume.
 *
 * @param storageClass empty for one without
 * @param claim whose it is or is to be
 * @param provisionedBy who made it for a claim; empty when a person made it
 */
record Volume(
        KubeObject object,
        Quantity capacity,
        List<String> accessModes,
        String storageClass,
        String volumeMode,
        ReclaimPolicy reclaimPolicy,
        Optional<ClaimReference> claim,
        String provisionedBy) {
    private static final Quantity NOTHING = Quantity.of(Json.of(0)).orElseThrow();

    /** What becomes of a volume whose claim is gone. */
    enum ReclaimPolicy {
        /** It is kept as it is, for a person to look after. */
        RETAIN,
        /** Its content is removed, and then the volume. */
        DELETE,
        /** Its content is removed, and the next claim may have it. */
        RECYCLE
    }

    static Volume of(KubeObject object) {
        return object.view(Volume.class, Volume::read);
    }

    private static Volume read(KubeObject object) {
        var spec = object.spec();
        var named = object.annotation(Names.CLASS);
        var provisioner = object.annotation(Names.PROVISIONED_BY);
        return new Volume(
                object,
                Quantity.of(spec.at("capacity", "storage")).orElse(NOTHING),
                spec.array("accessModes").texts(),
                named == null ? spec.text("storageClassName", "") : named,
                spec.text("volumeMode", "Filesystem"),
                switch (spec.text("persistentVolumeReclaimPolicy", "Retain")) {
                    case "Delete" -> ReclaimPolicy.DELETE;
                    case "Recycle" -> ReclaimPolicy.RECYCLE;
                    default -> ReclaimPolicy.RETAIN;
                },
                spec.has("claimRef")
                        ? Optional.of(ClaimReference.of(spec.object("claimRef")))
                                .filter(ClaimReference::isUsable)
                        : Optional.empty(),
                provisioner == null ? "" : provisioner);
    }

    static ObjectKey key(String name) {
        return ObjectKey.of(ResourceTypes.PERSISTENT_VOLUME, name);
    }

    ObjectKey key() {
        return object.key();
    }

    String name() {
        return object.name();
    }

    String phase() {
        return object.status().text("phase", "");
    }

    /** Whether any claim that it fits may have it. */
    boolean isFree() {
        return claim.isEmpty() && !object.isBeingDeleted() && !phase().equals("Failed");
    }

    boolean isFor(Claim wanted) {
        return claim.isPresent() && claim.get().refersTo(wanted);
    }

    boolean isProvisionedHere() {
        return provisionedBy.equals(Provisioner.NAME);
    }

    VolumeContents.Place place() {
        var spec = object.spec();
        var path = spec.has("hostPath") ? spec.object("hostPath") : spec.object("local");
        return new VolumeContents.Place(object.name(), path.text("path", ""));
    }
}
