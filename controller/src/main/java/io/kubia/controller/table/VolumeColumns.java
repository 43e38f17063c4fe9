package io.kubia.controller.table;

import io.kubia.controller.api.table.Column;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Quantity;
import java.util.ArrayList;

/**
 * What tables say of volumes, claims to them, and their classes. Kubernetes 1.29 and later have one more column for classes
 * of attributes, a kind that there is none of here.
 */
final class VolumeColumns {
    private static final String OLD_CLASS = "volume.beta.kubernetes.io/storage-class";

    private VolumeColumns() {}

    static Layout claims() {
        return Layout.named()
                .text("Status", VolumeColumns::phase)
                .text("Volume", claim -> claim.spec().text("volumeName", ""))
                .text("Capacity", claim -> isBound(claim) ? capacity(claim.status()) : "")
                .text("Access Modes", claim -> isBound(claim) ? accessModes(claim.status()) : "")
                .text("StorageClass", VolumeColumns::storageClass)
                .age()
                .wide("VolumeMode", claim -> Words.or(claim.spec().text("volumeMode"), Words.UNSET))
                .build();
    }

    static Layout volumes() {
        return Layout.named()
                .text("Capacity", volume -> capacity(volume.spec()))
                .text("Access Modes", volume -> accessModes(volume.spec()))
                .text("Reclaim Policy", volume -> volume.spec().text("persistentVolumeReclaimPolicy", ""))
                .text("Status", VolumeColumns::phase)
                .text("Claim", VolumeColumns::claim)
                .text("StorageClass", VolumeColumns::storageClass)
                .text("Reason", volume -> volume.status().text("reason", ""))
                .age()
                .wide("VolumeMode", volume -> Words.or(volume.spec().text("volumeMode"), Words.UNSET))
                .build();
    }

    static Layout classes() {
        return Layout.empty()
                .cell(Column.NAME, (type, now) -> Json.of(type.name() + (isDefault(type) ? " (default)" : "")))
                .text("Provisioner", type -> type.json().text("provisioner", ""))
                .text("ReclaimPolicy", type -> type.json().text("reclaimPolicy", "Delete"))
                .text("VolumeBindingMode", type -> type.json().text("volumeBindingMode", "Immediate"))
                .cell(
                        Column.text("AllowVolumeExpansion"),
                        (type, now) -> Json.of(type.json().isTrue("allowVolumeExpansion")))
                .age()
                .build();
    }

    private static String phase(KubeObject object) {
        return object.isBeingDeleted() ? Words.TERMINATING : object.status().text("phase", "");
    }

    private static boolean isBound(KubeObject claim) {
        return !claim.spec().text("volumeName", "").isEmpty();
    }

    private static String capacity(JsonObject part) {
        return Quantity.of(part.object("capacity").get("storage"))
                .map(Quantity::toString)
                .orElse("0");
    }

    private static String accessModes(JsonObject part) {
        return accessModes(part.array("accessModes"));
    }

    private static String accessModes(JsonArray modes) {
        var texts = modes.texts();
        var printed = new ArrayList<String>();
        if (texts.contains("ReadWriteOnce")) {
            printed.add("RWO");
        }
        if (texts.contains("ReadOnlyMany")) {
            printed.add("ROX");
        }
        if (texts.contains("ReadWriteMany")) {
            printed.add("RWX");
        }
        if (texts.contains("ReadWriteOncePod")) {
            printed.add("RWOP");
        }
        return String.join(",", printed);
    }

    private static String storageClass(KubeObject object) {
        var annotated = object.annotation(OLD_CLASS);
        return annotated == null ? object.spec().text("storageClassName", "") : annotated;
    }

    private static String claim(KubeObject volume) {
        var claim = volume.spec().object("claimRef");
        return claim.isEmpty() ? "" : claim.text("namespace", "") + "/" + claim.text("name", "");
    }

    private static boolean isDefault(KubeObject type) {
        return "true".equals(type.annotation("storageclass.kubernetes.io/is-default-class"))
                || "true".equals(type.annotation("storageclass.beta.kubernetes.io/is-default-class"));
    }
}
