package io.kubia.controller.statefulset;

import io.kubia.controller.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * Counts pods for the status. Pods that stop still count as replicas, and as ready as long as they say so, but no longer
 * for a revision (kubernetes stateful_set_control.go, computeReplicaStatus).
 */
final class Counters {
    private final Duration minReady;
    private final Instant now;
    private int replicas;
    private int ready;
    private int available;
    private int current;
    private int updated;

    Counters(Duration minReady, Instant now) {
        this.minReady = minReady;
        this.now = now;
    }

    /** Counts a pod; {@code isStopped} says that this pass stops it. */
    void count(Member pod, boolean isStopped, String currentRevision, String updateRevision) {
        replicas++;
        if (pod.isRunningAndReady()) {
            ready++;
            if (pod.isAvailable(minReady, now)) {
                available++;
            }
        }
        if (!pod.isTerminating() && !isStopped) {
            if (pod.revision().equals(currentRevision)) {
                current++;
            }
            if (pod.revision().equals(updateRevision)) {
                updated++;
            }
        }
    }

    /** Whether every pod that a set wants, and no other, is there, ready and up to date. */
    boolean areComplete(int wanted) {
        return replicas == wanted && ready == wanted && updated == wanted;
    }

    /**
     * The status in Kubernetes' form; numbers that are 0 are left out where Kubernetes does. Conditions are nobody's but
     * theirs who wrote them: the controller has none, and leaves those that are there.
     */
    JsonObject status(StatefulSet set, String currentRevision, String updateRevision, int collisions) {
        boolean isComplete =
                set.updateStrategy() instanceof StatefulSet.UpdateStrategy.RollingUpdate && areComplete(set.replicas());
        var status = JsonObject.builder().put("availableReplicas", available).put("collisionCount", collisions);
        putUnlessZero(status, "currentReplicas", isComplete ? updated : current);
        putUnlessEmpty(status, "currentRevision", isComplete ? updateRevision : currentRevision);
        putUnlessZero(status, "observedGeneration", set.object().generation());
        putUnlessZero(status, "readyReplicas", ready);
        status.put("replicas", replicas);
        putUnlessEmpty(status, "updateRevision", updateRevision);
        putUnlessZero(status, "updatedReplicas", updated);
        return status.putIfPresent("conditions", set.object().status().get("conditions"))
                .build();
    }

    private static void putUnlessZero(JsonObject.Builder status, String field, long number) {
        if (number != 0) {
            status.put(field, number);
        }
    }

    private static void putUnlessEmpty(JsonObject.Builder status, String field, String text) {
        if (!text.isEmpty()) {
            status.put(field, text);
        }
    }
}
