package io.kubia.controller.registry.kind;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.Quantity;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.model.Status;
import io.kubia.controller.registry.field.Problems;
import io.kubia.controller.store.Snapshot;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * PersistentVolumeClaims. One that names no class is stored without: whoever binds it gives it the default one, unless there
 * is a volume without a class for it (docs/decisions/0015).
 */
final class ClaimRules implements Rules {
    private static final Quantity NOTHING = Quantity.of(Json.of(0)).orElseThrow();
    private static final String PROTECTION = "kubernetes.io/pvc-protection";

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
        if (before == null) {
            return withFinalizer(claim, PROTECTION);
        }
        boolean grows =
                "Bound".equals(before.status().text("phase")) && storage(claim).compareTo(storage(before)) > 0;
        if (grows && !mayGrow(claim, now)) {
            throw new ApiException(Status.forbidden(
                    claim.key(),
                    "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must"
                            + " support resize"));
        }
        return claim;
    }

    private static boolean mayGrow(KubeObject claim, Snapshot now) {
        var name = claim.spec().text("storageClassName", "");
        return !name.isEmpty()
                && now.get(ObjectKey.of(ResourceTypes.STORAGE_CLASS, name))
                        .filter(found -> found.json().isTrue("allowVolumeExpansion"))
                        .isPresent();
    }

    private static Quantity storage(KubeObject claim) {
        return Quantity.of(claim.spec().at("resources", "requests", "storage")).orElse(NOTHING);
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
