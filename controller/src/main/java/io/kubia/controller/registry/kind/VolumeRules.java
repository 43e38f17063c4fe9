package io.kubia.controller.registry.kind;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.registry.field.Problems;
import io.kubia.controller.store.Snapshot;
import org.jspecify.annotations.Nullable;

/** PersistentVolumes. */
final class VolumeRules implements Rules {
    private static final String PROTECTION = "kubernetes.io/pv-protection";

    @Override
    public KubeObject defaults(KubeObject volume) {
        return volume.withSpec(Completion.of(volume.spec())
                .amounts("capacity")
                .put("persistentVolumeReclaimPolicy", "Retain")
                .put("volumeMode", "Filesystem")
                .inside("hostPath", PodDefaults::hostPath)
                .done());
    }

    @Override
    public KubeObject prepareCreate(KubeObject volume) {
        return volume.withStatus(JsonObject.of("phase", Json.of("Pending")));
    }

    @Override
    public KubeObject admit(@Nullable KubeObject before, KubeObject volume, Snapshot now) {
        return before == null ? ClaimRules.withFinalizer(volume, PROTECTION) : volume;
    }

    @Override
    public void validate(KubeObject volume, Problems problems) {
        VolumeChecks.volume(volume, problems);
    }

    @Override
    public void validateUpdate(KubeObject before, KubeObject after, Problems problems) {
        VolumeChecks.volumeUpdate(before, after, problems);
    }
}
