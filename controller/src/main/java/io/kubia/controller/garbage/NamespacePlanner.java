package io.kubia.controller.garbage;

import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.Condition;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Decides about a namespace that is being deleted: what in it is to be deleted, what its status says, when it may go. */
final class NamespacePlanner {
    /** What keeps a namespace until all in it is gone. */
    static final String FINALIZER = "kubernetes";

    private static final Condition CONTENT_DELETED = condition(
            "NamespaceDeletionContentFailure",
            false,
            "ContentDeleted",
            "All content successfully deleted, may be waiting on finalization");

    private NamespacePlanner() {}

    static boolean isToBeEmptied(KubeObject namespace) {
        return namespace.isBeingDeleted() && finalizers(namespace).contains(FINALIZER);
    }

    private static List<String> finalizers(KubeObject namespace) {
        return namespace.spec().array("finalizers").texts();
    }

    /** The namespace without what keeps it. */
    static KubeObject released(KubeObject namespace) {
        var left = finalizers(namespace).stream()
                .filter(name -> !name.equals(FINALIZER))
                .toList();
        return namespace.withSpec(spec -> spec.with("finalizers", JsonArray.ofTexts(left)));
    }

    /** What is to be deleted now: those first that would make others anew. */
    static List<KubeObject> toDelete(List<KubeObject> contents) {
        return contents.stream()
                .filter(object -> !object.isBeingDeleted())
                .sorted(Comparator.comparing(NamespacePlanner::isMadeByOthers))
                .toList();
    }

    private static boolean isMadeByOthers(KubeObject object) {
        return !object.type().equals(ResourceTypes.STATEFUL_SET)
                && !object.type().equals(ResourceTypes.SERVICE);
    }

    /**
     * The status, in Kubernetes' words.
     *
     * @param contents what is left
     * @param failures why something could not be deleted
     */
    static JsonObject status(KubeObject namespace, List<KubeObject> contents, List<String> failures, Instant now) {
        var conditions = namespace.status().array("conditions");
        for (var condition : conditions(contents, failures)) {
            conditions = at(condition, now).putInto(conditions);
        }
        return namespace.status().with("phase", "Terminating").with("conditions", conditions);
    }

    private static List<Condition> conditions(List<KubeObject> contents, List<String> failures) {
        var all = new ArrayList<Condition>();
        all.add(condition(
                "NamespaceDeletionDiscoveryFailure",
                false,
                "ResourcesDiscovered",
                "All resources successfully discovered"));
        all.add(condition(
                "NamespaceDeletionGroupVersionParsingFailure",
                false,
                "ParsedGroupVersions",
                "All legacy kube types successfully parsed"));
        all.add(
                failures.isEmpty()
                        ? CONTENT_DELETED
                        : condition(
                                "NamespaceDeletionContentFailure",
                                true,
                                "ContentDeletionFailed",
                                "Failed to delete all resource types, " + failures.size() + " remaining: "
                                        + String.join(", ", failures)));
        all.add(remaining(contents));
        all.add(finalizersRemaining(contents));
        return all;
    }

    private static Condition remaining(List<KubeObject> contents) {
        var counts = new TreeMap<String, Integer>();
        contents.forEach(object -> counts.merge(resource(object), 1, Integer::sum));
        return counts.isEmpty()
                ? condition("NamespaceContentRemaining", false, "ContentRemoved", "All content successfully removed")
                : condition(
                        "NamespaceContentRemaining",
                        true,
                        "SomeResourcesRemain",
                        "Some resources are remaining: " + listed(counts, " has "));
    }

    private static Condition finalizersRemaining(List<KubeObject> contents) {
        var counts = new TreeMap<String, Integer>();
        contents.forEach(object -> object.finalizers().forEach(finalizer -> counts.merge(finalizer, 1, Integer::sum)));
        return counts.isEmpty()
                ? condition(
                        "NamespaceFinalizersRemaining",
                        false,
                        "ContentHasNoFinalizers",
                        "All content-preserving finalizers finished")
                : condition(
                        "NamespaceFinalizersRemaining",
                        true,
                        "SomeFinalizersRemain",
                        "Some content in the namespace has finalizers remaining: " + listed(counts, " in "));
    }

    private static String listed(Map<String, Integer> counts, String verb) {
        var parts = new ArrayList<String>();
        counts.forEach((name, count) -> parts.add(name + verb + count + " resource instances"));
        return String.join(", ", parts);
    }

    /** {@code pods.}, {@code statefulsets.apps}: with a dot in any case. */
    private static String resource(KubeObject object) {
        return object.type().plural() + "." + object.type().group();
    }

    private static Condition condition(String type, boolean isTrue, String reason, String message) {
        return new Condition(type, isTrue ? "True" : "False", Instant.EPOCH, reason, message);
    }

    private static Condition at(Condition condition, Instant now) {
        return new Condition(condition.type(), condition.status(), now, condition.reason(), condition.message());
    }
}
