package io.kubia.controller.statefulset;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.LabelSelector;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a StatefulSet asks for. Fields that its object lacks have the values that Kubernetes gives them.
 *
 * @param start the lowest ordinal
 * @param matchLabels the labels of the selector that claims get as well
 * @param isOrdered whether one pod after the other is started and stopped (OrderedReady), or all at once (Parallel)
 * @param historyLimit how many revisions are kept that nothing uses
 * @param minReady how long a pod must have been ready to be available
 */
public record StatefulSet(
        KubeObject object,
        int replicas,
        int start,
        LabelSelector selector,
        Map<String, String> matchLabels,
        String serviceName,
        boolean isOrdered,
        UpdateStrategy updateStrategy,
        int historyLimit,
        Duration minReady,
        Retention retention,
        List<ClaimTemplate> claimTemplates,
        JsonObject template) {
    private static final int DEFAULT_HISTORY = 10;

    public StatefulSet {
        matchLabels = Map.copyOf(matchLabels);
        claimTemplates = List.copyOf(claimTemplates);
    }

    /** How pods come to a new template. */
    sealed interface UpdateStrategy {
        /** When somebody else deletes them. */
        record OnDelete() implements UpdateStrategy {}

        /**
         * One after the other, from the highest down.
         *
         * @param partition that many pods, from the first on, keep the current revision
         */
        record RollingUpdate(int partition) implements UpdateStrategy {}
    }

    /** What claims are made from, one for each pod. */
    record ClaimTemplate(String name, JsonObject json) {}

    /** The view of a StatefulSet's object. */
    public static StatefulSet of(KubeObject object) {
        return object.view(StatefulSet.class, StatefulSet::read);
    }

    private static StatefulSet read(KubeObject object) {
        var spec = object.spec();
        var selector = spec.object("selector");
        return new StatefulSet(
                object,
                number(spec, "replicas", 1),
                number(spec.object("ordinals"), "start", 0),
                LabelSelector.of(selector),
                selector.object("matchLabels").texts(),
                spec.text("serviceName", ""),
                !"Parallel".equals(spec.text("podManagementPolicy")),
                updateStrategy(spec.object("updateStrategy")),
                number(spec, "revisionHistoryLimit", DEFAULT_HISTORY),
                Duration.ofSeconds(spec.number("minReadySeconds", 0)),
                Retention.of(spec.object("persistentVolumeClaimRetentionPolicy")),
                claimTemplates(spec),
                spec.object("template"));
    }

    private static int number(JsonObject json, String field, int otherwise) {
        return Math.max(0, (int) Math.min(json.number(field, otherwise), Integer.MAX_VALUE));
    }

    private static UpdateStrategy updateStrategy(JsonObject json) {
        return "OnDelete".equals(json.text("type"))
                ? new UpdateStrategy.OnDelete()
                : new UpdateStrategy.RollingUpdate(number(json.object("rollingUpdate"), "partition", 0));
    }

    private static List<ClaimTemplate> claimTemplates(JsonObject spec) {
        return spec.array("volumeClaimTemplates").objects().stream()
                .map(json -> new ClaimTemplate(json.object("metadata").text("name", ""), json))
                .toList();
    }

    String name() {
        return object.name();
    }

    String namespace() {
        return object.namespace();
    }

    String uid() {
        return object.uid();
    }

    boolean isBeingDeleted() {
        return object.isBeingDeleted();
    }

    PodName podName(int ordinal) {
        return new PodName(name(), ordinal);
    }

    /** Whether there shall be a pod of this ordinal. */
    boolean wants(int ordinal) {
        return ordinal >= start && ordinal - start < replicas;
    }

    /**
     * Whether a pod of this ordinal belongs to the current revision even while there is a newer one. The partition counts
     * pods from the first on; it equals an ordinal only when that one's is 0, whatever its name says (kubernetes
     * stateful_set_utils.go, newVersionedStatefulSetPod).
     */
    boolean isHeldBack(int ordinal) {
        return updateStrategy instanceof UpdateStrategy.RollingUpdate(int partition) && ordinal - start < partition;
    }

    /** Whether a claim of this name is one of this set's, whatever its ordinal. */
    boolean hasClaim(String claim) {
        for (var template : claimTemplates) {
            var prefix = template.name() + "-";
            if (claim.startsWith(prefix)
                    && PodName.parse(claim.substring(prefix.length()))
                            .filter(pod -> pod.set().equals(name()))
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }
}
