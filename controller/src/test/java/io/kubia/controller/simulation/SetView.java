package io.kubia.controller.simulation;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.LabelSelector;
import io.kubia.controller.model.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A set and its pods, read anew and not by the planner's own views: what judges the planner must not share its mistakes.
 *
 * @param pods those that the set steers, by ordinal
 */
record SetView(KubeObject object, List<Pod> pods, Instant now) {
    SetView {
        pods = pods.stream().sorted(Comparator.comparingInt(SetView::ordinal)).toList();
    }

    static SetView of(KubeObject set, List<KubeObject> pods, Instant now) {
        var own = new ArrayList<Pod>();
        var selector = LabelSelector.of(set.spec().object("selector"));
        for (var pod : pods) {
            if (pod.isControlledBy(set) && selector.matches(pod)) {
                own.add(Pod.of(pod));
            }
        }
        return new SetView(set, own, now);
    }

    static int ordinal(Pod pod) {
        return Integer.parseInt(pod.name().substring(pod.name().lastIndexOf('-') + 1));
    }

    boolean isOrdered() {
        return !"Parallel".equals(object.spec().text("podManagementPolicy"));
    }

    boolean isOnDelete() {
        return "OnDelete".equals(object.spec().object("updateStrategy").text("type"));
    }

    int start() {
        return (int) object.spec().object("ordinals").number("start", 0);
    }

    int replicas() {
        return (int) object.spec().number("replicas", 1);
    }

    int partition() {
        return (int)
                object.spec().object("updateStrategy").object("rollingUpdate").number("partition", 0);
    }

    boolean wants(int ordinal) {
        return ordinal >= start() && ordinal < start() + replicas();
    }

    Optional<Pod> pod(int ordinal) {
        return pods.stream().filter(pod -> ordinal(pod) == ordinal).findFirst();
    }

    boolean isReady(Pod pod) {
        return pod.phase().equals("Running") && pod.isReady();
    }

    boolean isAvailable(Pod pod) {
        long minReady = object.spec().number("minReadySeconds", 0);
        return isReady(pod)
                && pod.readySince()
                        .filter(since -> !since.plusSeconds(minReady).isAfter(now))
                        .isPresent();
    }

    boolean isHealthy(Pod pod) {
        return isAvailable(pod) && !pod.isTerminating();
    }

    boolean isHealthy(int ordinal) {
        return pod(ordinal).filter(this::isHealthy).isPresent();
    }

    /** Whether a pod was made from the template as it is now. */
    boolean isUpToDate(Pod pod) {
        return SetManifest.image(pod.object()).equals(image());
    }

    String image() {
        JsonObject template = object.spec().object("template");
        return template.object("spec").array("containers").objects().getFirst().text("image", "");
    }

    static String revision(Pod pod) {
        var revision = pod.object().label("controller-revision-hash");
        return revision == null ? "" : revision;
    }
}
