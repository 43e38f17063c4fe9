package io.kubia.controller.kubelet.env;

import io.kubia.controller.model.KubeObject;

/**
 * A pod and what is known of where it runs.
 *
 * @param address its own
 * @param hostAddress the node's
 * @param node what the node can give
 */
public record PodFacts(KubeObject pod, String address, String hostAddress, NodeResources node) {
    /** What a container may use that has no limit. */
    public record NodeResources(long milliCpus, long memoryBytes) {}
}
