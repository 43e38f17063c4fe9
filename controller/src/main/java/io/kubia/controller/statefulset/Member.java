package io.kubia.controller.statefulset;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.OwnerReference;
import io.kubia.controller.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a set wants to know of a pod, read once for each version of it.
 *
 * @param name null when no set gives such names
 * @param isLabelled whether its labels say which pod it is
 * @param revision the name of the revision that it was made from; empty when it does not say
 * @param controller what steers it; null for an orphan
 * @param ownVolumes the volumes that are the claims of this very pod
 */
record Member(
        Pod pod,
        @Nullable PodName name,
        State state,
        Map<String, String> labels,
        boolean isLabelled,
        String revision,
        @Nullable OwnerReference controller,
        Set<String> ownVolumes) {
    static final String POD_NAME_LABEL = "statefulset.kubernetes.io/pod-name";
    static final String POD_INDEX_LABEL = "apps.kubernetes.io/pod-index";
    static final String REVISION_LABEL = "controller-revision-hash";

    Member {
        labels = Map.copyOf(labels);
        ownVolumes = Set.copyOf(ownVolumes);
    }

    /**
     * How it is.
     *
     * @param hasEnded whether it has failed or succeeded, and will not run again
     */
    record State(
            boolean isPending,
            boolean isRunning,
            boolean hasEnded,
            boolean isTerminating,
            @Nullable Instant readySince) {}

    static Member of(KubeObject object) {
        return object.view(Member.class, Member::read);
    }

    private static Member read(KubeObject object) {
        var pod = Pod.of(object);
        var labels = object.labels();
        var state = new State(
                pod.phase().equals("Pending"),
                pod.phase().equals("Running"),
                pod.hasEnded(),
                pod.isTerminating(),
                pod.readySince().orElse(null));
        var name = PodName.parse(object.name()).orElse(null);
        return new Member(
                pod,
                name,
                state,
                labels,
                name != null && isLabelled(name, labels),
                labels.getOrDefault(REVISION_LABEL, ""),
                object.controller().orElse(null),
                ownVolumes(object));
    }

    private static boolean isLabelled(PodName name, Map<String, String> labels) {
        return name.toString().equals(labels.get(POD_NAME_LABEL))
                && Integer.toString(name.ordinal()).equals(labels.get(POD_INDEX_LABEL));
    }

    private static Set<String> ownVolumes(KubeObject object) {
        var own = new HashSet<String>();
        for (var volume : object.spec().array("volumes").objects()) {
            var name = volume.text("name", "");
            var claim = volume.object("persistentVolumeClaim").text("claimName", "");
            if (claim.equals(name + "-" + object.name())) {
                own.add(name);
            }
        }
        return own;
    }

    KubeObject object() {
        return pod.object();
    }

    boolean isTerminating() {
        return state.isTerminating();
    }

    boolean hasEnded() {
        return state.hasEnded();
    }

    boolean isPending() {
        return state.isPending();
    }

    boolean isRunningAndReady() {
        return state.isRunning() && state.readySince() != null;
    }

    /** Whether it has been ready for that long. */
    boolean isAvailable(Duration minReady, Instant now) {
        var since = state.readySince();
        return since != null && (minReady.isZero() || !since.plus(minReady).isAfter(now));
    }

    /** When a ready one will be available, unless something happens to it. */
    Instant availableAt(Duration minReady) {
        return Objects.requireNonNull(state.readySince(), "not ready").plus(minReady);
    }

    boolean isControlledBy(StatefulSet set) {
        return controller != null && controller.uid().equals(set.uid());
    }

    /** Whether it has the name and the labels of one of the set's pods. */
    boolean fits(StatefulSet set) {
        return isNamedBy(set) && set.selector().matches(labels);
    }

    boolean isNamedBy(StatefulSet set) {
        return name != null && name.set().equals(set.name());
    }

    /** Whether it has a volume for each of the set's claims. */
    boolean isMounted(StatefulSet set) {
        for (var template : set.claimTemplates()) {
            if (!ownVolumes.contains(template.name())) {
                return false;
            }
        }
        return true;
    }

    /** Whether another version of the same pod says the same to its set: no plan comes out different for it. */
    boolean saysTheSameAs(Member other) {
        return state.equals(other.state)
                && labels.equals(other.labels)
                && ownVolumes.equals(other.ownVolumes)
                && Objects.equals(controller, other.controller)
                && object().uid().equals(other.object().uid());
    }
}
