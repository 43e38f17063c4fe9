package io.kubia.controller.kubelet;

import io.kubia.controller.kubelet.env.PodFacts.NodeResources;
import io.kubia.controller.kubelet.pod.Timings;

/**
 * How the kubelet is set up.
 *
 * @param node whose pods are ours
 * @param hostAddress the node's address
 * @param clusterDomain what names of services end in
 * @param resources what a container may use that has no limit
 * @param startsAtOnce how many containers are started at the same time
 */
public record KubeletConfig(
        String node,
        String hostAddress,
        String clusterDomain,
        NodeResources resources,
        Timings timings,
        int startsAtOnce) {
    public static final int STARTS_AT_ONCE = 16;

    public KubeletConfig {
        if (node.isEmpty()) {
            throw new IllegalArgumentException("node: empty (expected: the name of our node)");
        }
        if (startsAtOnce < 1) {
            throw new IllegalArgumentException("starts-at-once: " + startsAtOnce + " (expected: >= 1)");
        }
    }

    /** One for a node of a name at an address, as everything else is by default. */
    public static KubeletConfig of(String node, String hostAddress, NodeResources resources) {
        return new KubeletConfig(node, hostAddress, "cluster.local", resources, Timings.DEFAULT, STARTS_AT_ONCE);
    }
}
