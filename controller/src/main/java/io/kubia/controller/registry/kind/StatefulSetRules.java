package io.kubia.controller.registry.kind;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.registry.field.Problems;

/** StatefulSets. */
final class StatefulSetRules implements Rules {
    @Override
    public boolean hasGeneration() {
        return true;
    }

    @Override
    public KubeObject defaults(KubeObject set) {
        return set.withSpec(Completion.of(set.spec())
                .put("podManagementPolicy", "OrderedReady")
                .put("replicas", 1)
                .put("revisionHistoryLimit", 10)
                .put("updateStrategy", JsonObject.EMPTY)
                .inside("updateStrategy", StatefulSetRules::strategy)
                .put("persistentVolumeClaimRetentionPolicy", JsonObject.EMPTY)
                .inside(
                        "persistentVolumeClaimRetentionPolicy",
                        policy -> Completion.of(policy)
                                .put("whenDeleted", "Retain")
                                .put("whenScaled", "Retain")
                                .done())
                .inside(
                        "template",
                        template -> Completion.of(template)
                                .put("metadata", JsonObject.EMPTY)
                                .put("spec", JsonObject.EMPTY)
                                .inside("spec", PodDefaults::spec)
                                .done())
                .each("volumeClaimTemplates", StatefulSetRules::claimTemplate)
                .done());
    }

    private static JsonObject strategy(JsonObject strategy) {
        return Completion.of(strategy)
                .put("type", "RollingUpdate")
                .when(
                        strategy.text("type", "RollingUpdate").equals("RollingUpdate"),
                        it -> it.put("rollingUpdate", JsonObject.EMPTY)
                                .inside(
                                        "rollingUpdate",
                                        rolling -> Completion.of(rolling)
                                                .put("partition", 0)
                                                .done()))
                .done();
    }

    private static JsonObject claimTemplate(JsonObject claim) {
        return Completion.of(claim)
                .put("apiVersion", "v1")
                .put("kind", "PersistentVolumeClaim")
                .put("metadata", JsonObject.EMPTY)
                .put("spec", JsonObject.EMPTY)
                .inside("spec", ClaimRules::spec)
                .put("status", JsonObject.EMPTY)
                .inside(
                        "status",
                        status -> Completion.of(status).put("phase", "Pending").done())
                .done();
    }

    @Override
    public KubeObject prepareCreate(KubeObject set) {
        return set.withStatus(JsonObject.of("replicas", Json.of(0)).with("availableReplicas", 0));
    }

    @Override
    public void validate(KubeObject set, Problems problems) {
        StatefulSetChecks.set(set, problems);
    }

    @Override
    public void validateUpdate(KubeObject before, KubeObject after, Problems problems) {
        StatefulSetChecks.update(before, after, problems);
    }

    @Override
    public void validateStatus(KubeObject before, KubeObject after, Problems problems) {
        StatefulSetChecks.status(before.status(), after.status(), problems);
    }
}
