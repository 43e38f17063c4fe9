package io.kubia.controller.volume;

import io.kubia.controller.json.Json;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.LabelSelector;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.Quantity;
import io.kubia.controller.model.ResourceTypes;
import java.util.List;
import java.util.Optional;

/**
 * A claim to a volume.
 *
 * @param request how much it wants at least
 * @param storageClass of which class the volume is to be: the empty one for one without, nothing for whichever is the
 *     default
 * @param volumeName which volume it has, or asks for; empty for any
 * @param isBindCompleted whether it has ever been bound
 */
record Claim(
        KubeObject object,
        Quantity request,
        List<String> accessModes,
        Optional<String> storageClass,
        String volumeMode,
        LabelSelector selector,
        String volumeName,
        boolean isBindCompleted) {
    private static final Quantity NOTHING = Quantity.of(Json.of(0)).orElseThrow();

    static Claim of(KubeObject object) {
        return object.view(Claim.class, Claim::read);
    }

    private static Claim read(KubeObject object) {
        var spec = object.spec();
        var named = object.annotation(Names.CLASS);
        return new Claim(
                object,
                Quantity.of(spec.at("resources", "requests", "storage")).orElse(NOTHING),
                spec.array("accessModes").texts(),
                Optional.ofNullable(named == null ? spec.text("storageClassName") : named),
                spec.text("volumeMode", "Filesystem"),
                LabelSelector.of(spec.object("selector")),
                spec.text("volumeName", ""),
                object.annotation(Names.BIND_COMPLETED) != null);
    }

    static ObjectKey key(String namespace, String name) {
        return ObjectKey.of(ResourceTypes.PERSISTENT_VOLUME_CLAIM, namespace, name);
    }

    ObjectKey key() {
        return object.key();
    }

    String uid() {
        return object.uid();
    }

    /** The class of the volumes that it takes as it is now. */
    String effectiveClass() {
        return storageClass.orElse("");
    }

    /** Whether any volume that fits may be given to it. */
    boolean isWaiting() {
        return !isBindCompleted && volumeName.isEmpty() && !object.isBeingDeleted();
    }

    String phase() {
        return object.status().text("phase", "");
    }
}
