package io.kubia.controller.proxy;

import io.kubia.controller.endpoint.Pods;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import java.net.InetSocketAddress;

/** Pods and services for tests, as they stand in the store. */
public final class TestPods {
    private TestPods() {}

    /** A running pod with an address, whose first port is named http. */
    public static KubeObject pod(String name, InetSocketAddress at, boolean ready) {
        return Pods.object(ResourceTypes.POD, """
                metadata: {name: %1$s, namespace: default, uid: uid-%1$s, labels: {app: kubia}}
                spec:
                  nodeName: here
                  containers: [{name: kubia, image: kubia, ports: [{name: http, containerPort: %2$d, protocol: TCP}]}]
                status:
                  phase: Running
                  podIP: %3$s
                  conditions: [{type: Ready, status: "%4$s", lastTransitionTime: 2026-11-24T00:00:00Z}]
                """.formatted(
                        name, at.getPort(), at.getAddress().getHostAddress(), ready ? "True" : "False"));
    }

    /** A service with these ports, of all pods. */
    public static KubeObject service(String name, String ports) {
        return Pods.object(ResourceTypes.SERVICE, """
                metadata: {name: %s, namespace: default, uid: uid-%s}
                spec: {type: ClusterIP, clusterIP: None, selector: {app: kubia}, ports: %s}
                """.formatted(name, name, ports));
    }
}
