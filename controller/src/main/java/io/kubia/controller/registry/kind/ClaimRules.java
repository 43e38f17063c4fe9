package io.kubia.controller.registry.kind;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.field.Problems;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** PersistentVolumeClaims. */
final class ClaimRules implements Rules {
    private static final String PROTECTION = "kubernetes.io/pvc-protection";
    private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
    private static final String DEFAULT_CLASS_ANNOTATION = "storageclass.kubernetes.io/is-default-class";

    @Override
    public KubeObject defaults(KubeObject claim) {
        return claim.withSpec(spec(claim.spec()));
    }

    static JsonObject spec(JsonObject spec) {
        return Completion.of(spec)
                .put("resources", JsonObject.EMPTY)
                .inside("resources", PodDefaults::resources)
                .put("volumeMode", "Filesystem")
                .done();
    }

    @Override
    public KubeObject prepareCreate(KubeObject claim) {
        return claim.withStatus(JsonObject.of("phase", Json.of("Pending")));
    }

    @Override
    public KubeObject admit(@Nullable KubeObject before, KubeObject claim, Snapshot now) {
        return before == null ? withDefaultClass(withFinalizer(claim, PROTECTION), now) : claim;
    }

    /** A claim is of the newest class that is marked as the default, unless it says of which; that may be none. */
    private static KubeObject withDefaultClass(KubeObject claim, Snapshot now) {
        if (claim.spec().text("storageClassName") != null || claim.annotation(CLASS_ANNOTATION) != null) {
            return claim;
        }
        return now.list(Selection.all(ResourceTypes.STORAGE_CLASS)).stream()
                .filter(one -> "true".equals(one.annotation(DEFAULT_CLASS_ANNOTATION)))
                .min(Comparator.comparing(KubeObject::creationTimestamp)
                        .reversed()
                        .thenComparing(KubeObject::name))
                .map(one -> claim.withSpec(spec -> spec.with("storageClassName", one.name())))
                .orElse(claim);
    }

    /** One that keeps a volume or a claim while it is in use. */
    static KubeObject withFinalizer(KubeObject object, String finalizer) {
        if (object.finalizers().contains(finalizer)) {
            return object;
        }
        var finalizers = new ArrayList<>(object.finalizers());
        finalizers.add(finalizer);
        return object.withFinalizers(finalizers);
    }

    @Override
    public void validate(KubeObject claim, Problems problems) {
        VolumeChecks.claim(claim, problems);
    }

    @Override
    public void validateUpdate(KubeObject before, KubeObject after, Problems problems) {
        VolumeChecks.claimUpdate(before, after, problems);
    }
}
