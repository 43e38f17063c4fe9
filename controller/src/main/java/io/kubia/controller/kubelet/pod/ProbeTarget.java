package io.kubia.controller.kubelet.pod;

import io.kubia.controller.kubelet.probe.ProbeDefinition;
import io.kubia.controller.kubelet.probe.ProbeKind;
import io.kubia.controller.runtime.ContainerId;
import java.time.Instant;

/**
 * A probe that is to be running.
 *
 * @param startedAt when the container was started
 * @param wasHealthy what is known of it already
 */
public record ProbeTarget(
        ContainerId id, ProbeKind kind, ProbeDefinition definition, Instant startedAt, boolean wasHealthy) {}
