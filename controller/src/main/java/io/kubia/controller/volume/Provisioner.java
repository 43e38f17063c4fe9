package io.kubia.controller.volume;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.Registry;
import java.util.Optional;

/** Makes volumes for claims that find none: each is a directory, or what else the runtime keeps by a volume's name. */
public final class Provisioner {
    /** As storage classes name it. */
    public static final String NAME = "kubia.dev/directory";

    /** The class of claims that name none. */
    public static final String STANDARD_CLASS = "standard";

    /** The same as the driver of a volume, where no slash may stand. */
    private static final String DRIVER = "directory.kubia.dev";

    private Provisioner() {}

    /** Makes the default class, unless there is one of its name. */
    public static void createStandardClass(Registry registry) {
        var standard = standardClass();
        if (registry.now().get(standard.key()).isEmpty()) {
            registry.create(standard, false);
        }
    }

    static KubeObject standardClass() {
        var named = KubeObject.named(ResourceTypes.STORAGE_CLASS, "", STANDARD_CLASS)
                .withAnnotation(Names.DEFAULT_CLASS, "true");
        return named.with("provisioner", Json.of(NAME))
                .with("reclaimPolicy", Json.of("Delete"))
                .with("volumeBindingMode", Json.of("Immediate"))
                .with("allowVolumeExpansion", Json.of(true));
    }

    static String volumeName(Claim claim) {
        return "pvc-" + claim.uid();
    }

    /** Why no volume can be made for a claim. */
    static Optional<String> refusal(Claim claim) {
        if (!claim.selector().isEmpty()) {
            return Optional.of("claim.spec.selector is not supported for dynamic provisioning: " + NAME
                    + " makes a new volume, which has no labels yet; remove the selector or create a PersistentVolume"
                    + " that matches it");
        }
        if (!claim.volumeMode().equals("Filesystem")) {
            return Optional.of("volumeMode: " + claim.volumeMode() + " (expected: Filesystem, for " + NAME
                    + " makes directories and no block devices)");
        }
        return Optional.empty();
    }

    /** The volume for a claim, which is the claim's own from the start: nobody can get in between. */
    static KubeObject volume(Claim claim, StorageClass storageClass) {
        var name = volumeName(claim);
        var spec = JsonObject.builder()
                .put("accessModes", JsonArray.ofTexts(claim.accessModes()))
                .put(
                        "capacity",
                        JsonObject.of("storage", Json.of(claim.request().toString())))
                .put("claimRef", ClaimReference.json(claim))
                .put("csi", JsonObject.of("driver", Json.of(DRIVER)).with("volumeHandle", name));
        if (!storageClass.mountOptions().isEmpty()) {
            spec.put("mountOptions", storageClass.mountOptions());
        }
        spec.put("persistentVolumeReclaimPolicy", storageClass.reclaimPolicy())
                .put("storageClassName", storageClass.name())
                .put("volumeMode", claim.volumeMode());
        return KubeObject.named(ResourceTypes.PERSISTENT_VOLUME, "", name)
                .withAnnotation(Names.PROVISIONED_BY, NAME)
                .withSpec(spec.build());
    }
}
