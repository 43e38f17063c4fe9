package io.kubia.controller.kubelet;

import io.kubia.controller.event.EventRecorder;
import io.kubia.controller.kubelet.probe.Prober;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.runtime.ContainerRuntime;
import java.util.concurrent.Semaphore;

/**
 * What the workers work with, the same for all of them.
 *
 * @param starts a permit for each container that may be started at the same time
 */
record Surroundings(
        KubeletConfig config,
        Registry registry,
        ContainerRuntime runtime,
        EventRecorder events,
        Prober prober,
        Work work,
        NameClaims names,
        Semaphore starts) {}
