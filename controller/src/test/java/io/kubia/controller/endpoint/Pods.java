package io.kubia.controller.endpoint;

import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;

/** Objects for tests. */
public final class Pods {
    private Pods() {}

    /** An object that a piece of YAML is. */
    public static KubeObject object(ResourceType type, String yaml) {
        try {
            return KubeObject.of(type, YamlText.parseAll(yaml).getFirst().asObject());
        } catch (JsonException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    /** A running pod of the set, ready or not. */
    public static KubeObject pod(int ordinal, boolean ready) {
        return object(ResourceTypes.POD, """
                metadata: {name: kubia-%1$d, namespace: default, uid: uid-%1$d, labels: {app: kubia}}
                spec:
                  hostname: kubia-%1$d
                  subdomain: kubia
                  nodeName: here
                  containers: [{name: kubia, ports: [{name: http, containerPort: 8080, protocol: TCP}]}]
                status:
                  phase: Running
                  podIP: 127.244.0.%2$d
                  conditions: [{type: Ready, status: "%3$s", lastTransitionTime: 2026-11-24T00:00:00Z}]
                """.formatted(ordinal, ordinal + 2, ready ? "True" : "False"));
    }

    /** The headless service, with a named target port. */
    public static KubeObject headless() {
        return object(ResourceTypes.SERVICE, """
                metadata: {name: kubia, namespace: default, uid: service-uid, labels: {a: b}}
                spec: {clusterIP: None, selector: {app: kubia}, ports: [{name: http, port: 80, targetPort: http, protocol: TCP}]}
                """);
    }
}
