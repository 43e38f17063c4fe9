package io.kubia.controller.kubelet.pod;

import io.kubia.controller.kubelet.probe.ProbeKind;
import io.kubia.controller.runtime.ContainerId;
import io.kubia.controller.runtime.ContainerRuntime.Image;

/** What came of an action, or what a probe found. */
public sealed interface Report {
    /** The pod has its address. */
    record Prepared(String address) implements Report {}

    /** It has none. */
    record PrepareFailed(String message) implements Report {}

    /** An image is there. */
    record Resolved(String container, Image image) implements Report {}

    /** An image cannot be had. */
    record ResolveFailed(String container, String reason, String message) implements Report {}

    /** A container has been started. */
    record Started(ContainerId id) implements Report {}

    /**
     * A container has not been started.
     *
     * @param reason Kubernetes' word for a status
     */
    record StartFailed(ContainerId id, String reason, String message) implements Report {}

    /** What was to be run after a start has ended. */
    record PostStartEnded(ContainerId id, boolean success) implements Report {}

    /** What was to be run before a stop has ended, well or not. */
    record PreStopEnded(ContainerId id) implements Report {}

    /** A stop could not be asked for. */
    record StopFailed(ContainerId id) implements Report {}

    /** A probe's verdict has changed. */
    record Probed(ContainerId id, ProbeKind kind, boolean healthy) implements Report {}

    /** Why a container has ended; empty when it does not say. */
    record Message(ContainerId id, String text) implements Report {}

    /** Something that the pod names, a ConfigMap for one, has changed: what failed is worth another try. */
    record ReferencesChanged() implements Report {}

    /** The pod's object could not be removed. */
    record DeleteFailed() implements Report {}
}
