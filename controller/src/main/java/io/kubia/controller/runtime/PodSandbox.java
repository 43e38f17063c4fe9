package io.kubia.controller.runtime;

import java.util.Map;

/**
 * What the containers of a pod share.
 *
 * @param uid which pod of that name
 * @param hostname what the containers believe their host is called
 * @param domain what the hostname stands in: {@code kubia.default.svc.cluster.local}; empty for a pod without a subdomain
 * @param labels the pod's, for those who look at the runtime from outside
 */
public record PodSandbox(
        String uid, String namespace, String name, String hostname, String domain, Map<String, String> labels) {
    public PodSandbox {
        labels = Map.copyOf(labels);
    }
}
