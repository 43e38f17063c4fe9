package io.kubia.controller.registry.kind;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.registry.field.Problems;
import io.kubia.controller.store.Snapshot;
import org.jspecify.annotations.Nullable;

/** Pods. */
final class PodRules implements Rules {
    @Override
    public KubeObject defaults(KubeObject pod) {
        return pod.withSpec(PodDefaults.podSpec(pod.spec()));
    }

    @Override
    public KubeObject prepareCreate(KubeObject pod) {
        return pod.withStatus(JsonObject.builder()
                .put("phase", "Pending")
                .put("qosClass", PodDefaults.qualityOfService(pod.spec()))
                .build());
    }

    @Override
    public KubeObject admit(@Nullable KubeObject before, KubeObject pod, Snapshot now) {
        return before == null ? pod.withSpec(PodDefaults.admitted(pod.spec())) : pod;
    }

    @Override
    public void validate(KubeObject pod, Problems problems) {
        PodChecks.pod(pod, problems);
    }

    @Override
    public void validateUpdate(KubeObject before, KubeObject after, Problems problems) {
        PodUpdateChecks.spec(before.spec(), after.spec(), problems);
    }
}
