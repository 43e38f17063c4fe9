package io.kubia.controller.simulation;

import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.Pod;
import io.kubia.controller.model.ResourceTypes;
import java.util.Set;

/** When a controller may make and stop pods. An empty answer says that it was right. */
final class PodRules {
    /** A pod has come; {@code set} is without it. */
    String added(SetView set, Pod pod, World world) {
        int ordinal = SetView.ordinal(pod);
        if (!set.wants(ordinal)) {
            return pod.name() + " was created, and nobody wants it";
        }
        for (var volume : pod.object().spec().array("volumes").objects()) {
            var name = volume.object("persistentVolumeClaim").text("claimName", "");
            var claim = name.isEmpty()
                    ? null
                    : world.registry
                            .now()
                            .get(ObjectKey.of(ResourceTypes.PERSISTENT_VOLUME_CLAIM, "default", name))
                            .orElse(null);
            if (claim == null || claim.isBeingDeleted()) {
                return pod.name() + " was created without its claim";
            }
        }
        for (int below = set.start(); set.isOrdered() && below < ordinal; below++) {
            if (!set.isHealthy(below)) {
                return pod.name() + " was created while " + below + " was not ready";
            }
        }
        return "";
    }

    /**
     * A pod is being stopped.
     *
     * @param set as it was before
     * @param stopping the other pods that the controller stops for the spec as it is
     */
    String stopped(SetView set, Pod pod, Set<String> stopping) {
        int ordinal = SetView.ordinal(pod);
        if (pod.hasEnded()) {
            return "";
        }
        if (set.isOrdered() && !stopping.isEmpty()) {
            return pod.name() + " was stopped while " + stopping + " stops";
        }
        return set.wants(ordinal) ? stoppedForUpdate(set, pod) : stoppedAsTooMany(set, pod);
    }

    private static String stoppedAsTooMany(SetView set, Pod pod) {
        if (!set.isOrdered()) {
            return "";
        }
        for (int wanted = set.start(); wanted < set.start() + set.replicas(); wanted++) {
            if (!set.isHealthy(wanted)) {
                return pod.name() + " was removed while " + wanted + " was not ready";
            }
        }
        for (var other : set.pods()) {
            if (SetView.ordinal(other) > SetView.ordinal(pod) && !set.wants(SetView.ordinal(other))) {
                return pod.name() + " was removed before " + other.name();
            }
        }
        for (var other : set.pods()) {
            boolean isLower = SetView.ordinal(other) < SetView.ordinal(pod);
            if (isLower && !set.isHealthy(other) && !set.isAvailable(pod)) {
                return pod.name() + " was removed unhealthy before " + other.name() + " was healthy";
            }
        }
        return "";
    }

    private static String stoppedForUpdate(SetView set, Pod pod) {
        int ordinal = SetView.ordinal(pod);
        if (set.isOnDelete() || ordinal < set.start() + set.partition()) {
            return pod.name() + " was stopped, and nothing asked for it";
        }
        if (set.isUpToDate(pod)) {
            return pod.name() + " was stopped, though it is up to date";
        }
        if (set.isOrdered() && set.pods().stream().anyMatch(other -> !set.wants(SetView.ordinal(other)))) {
            return pod.name() + " was updated while there were pods too many";
        }
        for (int i = set.start(); i < set.start() + set.replicas(); i++) {
            if ((set.isOrdered() || i > ordinal) && i != ordinal && !set.isHealthy(i)) {
                return pod.name() + " was updated while " + i + " was not ready";
            }
            if (i > ordinal && set.pod(i).filter(set::isUpToDate).isEmpty()) {
                return pod.name() + " was updated before " + i;
            }
        }
        return "";
    }
}
