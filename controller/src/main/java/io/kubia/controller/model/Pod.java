package io.kubia.controller.model;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What others than the kubelet want to know of a pod.
 *
 * @param phase Pending, Running, Succeeded, Failed or Unknown
 * @param readySince when it became ready; nothing while it is not
 * @param node where it runs; null as long as that is not decided
 * @param ip its address; null as long as it has none
 */
public record Pod(
        KubeObject object,
        String phase,
        Optional<Instant> readySince,
        @Nullable String node,
        @Nullable String ip,
        @Nullable String hostname,
        @Nullable String subdomain) {
    /** The view of a pod's object. */
    public static Pod of(KubeObject object) {
        return object.view(Pod.class, Pod::read);
    }

    private static Pod read(KubeObject object) {
        return new Pod(
                object,
                object.status().text("phase", "Pending"),
                Condition.in(object, "Ready").filter(Condition::isTrue).map(Condition::since),
                object.spec().text("nodeName"),
                object.status().text("podIP"),
                object.spec().text("hostname"),
                object.spec().text("subdomain"));
    }

    public String name() {
        return object.name();
    }

    public boolean isReady() {
        return readySince.isPresent();
    }

    public boolean isRunningAndReady() {
        return phase.equals("Running") && isReady();
    }

    /** Whether it will not run again: all of its containers ended and are not to be started again. */
    public boolean hasEnded() {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    public boolean isTerminating() {
        return object.isBeingDeleted();
    }
}
