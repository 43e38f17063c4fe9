package io.kubia.controller.statefulset;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.OwnerReference;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.revision.Revision;
import java.util.ArrayList;
import java.util.List;

/** Makes pods and claims: a template, and the identity of an ordinal. */
final class PodMaker {
    private static final List<String> FROM_TEMPLATE = List.of("labels", "annotations", "finalizers");

    private PodMaker() {}

    /** A new pod of a revision. */
    static KubeObject pod(StatefulSet set, PodName name, Revision revision) {
        var template = revision.template();
        var metadata = template.object("metadata");
        var pod = KubeObject.named(ResourceTypes.POD, set.namespace(), name.toString())
                .withMetadata("generateName", Json.of(set.name() + "-"))
                .withOwners(List.of(OwnerReference.controlledBy(set.object())));
        for (var field : FROM_TEMPLATE) {
            pod = pod.withMetadata(field, metadata.get(field));
        }
        // These two cannot be changed later on, and a change of the set's service does not come to pods that exist.
        var spec = template.object("spec").with("hostname", name.toString());
        var named = set.serviceName().isEmpty() ? spec : spec.with("subdomain", set.serviceName());
        return repaired(pod.withSpec(named).withLabel(Member.REVISION_LABEL, revision.name()), set, name);
    }

    /** A pod with the labels and volumes of its ordinal. */
    static KubeObject repaired(KubeObject pod, StatefulSet set, PodName name) {
        var labelled = pod.withLabel(Member.POD_NAME_LABEL, name.toString())
                .withLabel(Member.POD_INDEX_LABEL, Integer.toString(name.ordinal()));
        return set.claimTemplates().isEmpty()
                ? labelled
                : labelled.withSpec(spec -> spec.with("volumes", volumes(spec.array("volumes"), set, name)));
    }

    /** The claims come first, and in place of volumes that have their names. */
    private static JsonArray volumes(JsonArray before, StatefulSet set, PodName name) {
        var volumes = new ArrayList<Json>();
        for (var template : set.claimTemplates()) {
            volumes.add(JsonObject.builder()
                    .put("name", template.name())
                    .put("persistentVolumeClaim", JsonObject.of("claimName", Json.of(name.claim(template.name()))))
                    .build());
        }
        for (var volume : before.objects()) {
            var volumeName = volume.text("name");
            if (set.claimTemplates().stream()
                    .noneMatch(template -> template.name().equals(volumeName))) {
                volumes.add(volume);
            }
        }
        return new JsonArray(volumes);
    }

    /** A new claim of a pod. */
    static KubeObject claim(StatefulSet set, PodName pod, StatefulSet.ClaimTemplate template) {
        var metadata = template.json().object("metadata");
        var claim = KubeObject.named(ResourceTypes.PERSISTENT_VOLUME_CLAIM, set.namespace(), pod.claim(template.name()))
                .withMetadata("labels", labels(metadata.object("labels"), set))
                .withMetadata("annotations", metadata.get("annotations"))
                .withOwners(set.retention().ofNew(set));
        return claim.withSpec(template.json().object("spec"));
    }

    private static JsonObject labels(JsonObject ofTemplate, StatefulSet set) {
        var labels = ofTemplate;
        for (var label : set.matchLabels().entrySet()) {
            labels = labels.with(label.getKey(), label.getValue());
        }
        return labels.isEmpty() ? JsonObject.EMPTY : labels;
    }
}
