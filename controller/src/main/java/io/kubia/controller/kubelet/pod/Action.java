package io.kubia.controller.kubelet.pod;

import io.kubia.controller.runtime.ContainerId;
import io.kubia.controller.runtime.ContainerRuntime.Image;
import java.time.Duration;

/** One thing to be done about a pod. What comes of it is told to the machine as a {@link Report}. */
public sealed interface Action {
    /** Gives the pod its address. Before any of its containers is started. */
    record Prepare() implements Action {}

    /** Finds out what an image is. Takes as long as it takes; others go on. */
    record Resolve(ContainerDefinition container) implements Action {}

    /**
     * Starts a container. Only when the pod has its address and nothing lives of another pod of its name.
     *
     * @param id of an attempt after all that have been
     */
    record Start(ContainerDefinition container, ContainerId id, Image image) implements Action {}

    /** Runs what is to be run after a start. Takes as long as it takes. */
    record PostStart(ContainerId id, Hook hook) implements Action {}

    /** Runs what is to be run before a stop; the stop comes when that is done, or its time is over. */
    record PreStop(ContainerId id, Hook hook, Duration within) implements Action {}

    /** Asks a container to end. */
    record Stop(ContainerId id, Duration grace) implements Action {}

    /** Removes an ended container; never one that may live. */
    record Remove(ContainerId id) implements Action {}

    /** Reads why a container has ended. Before it is removed. */
    record ReadMessage(ContainerId id, ContainerDefinition container, int exitCode) implements Action {}

    /** Asks the runtime again for a container that it did not know about. */
    record Ask(ContainerId id) implements Action {}

    /** Records an event about a container. */
    record Tell(ContainerDefinition container, boolean isWarning, String reason, String message) implements Action {}

    /** Removes the pod's object. Only after every container has ended for certain, and the status says so. */
    record DeletePod() implements Action {}
}
