package io.kubia.controller.volume;

import io.kubia.controller.json.JsonArray;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.Snapshot;
import java.util.Comparator;
import java.util.Optional;

/**
 * A class of volumes.
 *
 * @param waitsForPod whether a claim is bound only once a pod wants it
 */
record StorageClass(
        KubeObject object,
        String provisioner,
        String reclaimPolicy,
        boolean waitsForPod,
        boolean allowsExpansion,
        JsonArray mountOptions) {
    static StorageClass of(KubeObject object) {
        return object.view(StorageClass.class, StorageClass::read);
    }

    private static StorageClass read(KubeObject object) {
        var json = object.json();
        return new StorageClass(
                object,
                json.text("provisioner", ""),
                json.text("reclaimPolicy", "Delete"),
                json.text("volumeBindingMode", "Immediate").equals("WaitForFirstConsumer"),
                json.isTrue("allowVolumeExpansion"),
                json.array("mountOptions"));
    }

    static Optional<StorageClass> find(Snapshot now, String name) {
        return name.isEmpty()
                ? Optional.empty()
                : now.get(ObjectKey.of(ResourceTypes.STORAGE_CLASS, name)).map(StorageClass::of);
    }

    /** The one of claims that name none. When several say that they are it, the newest is. */
    static Optional<StorageClass> standard(Snapshot now) {
        return now.list(Selection.all(ResourceTypes.STORAGE_CLASS)).stream()
                .filter(found -> "true".equals(found.annotation(Names.DEFAULT_CLASS)))
                .min(Comparator.comparing(KubeObject::creationTimestamp)
                        .reversed()
                        .thenComparing(KubeObject::name))
                .map(StorageClass::of);
    }

    String name() {
        return object.name();
    }
}
