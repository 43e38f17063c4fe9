package io.kubia.controller.simulation;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;

/** StatefulSets as users write them. */
public final class SetManifest {
    private static final KubeObject KUBIA = KubeObject.of(ResourceTypes.STATEFUL_SET, yaml("""
                metadata:
                  name: kubia
                  namespace: default
                spec:
                  serviceName: kubia
                  revisionHistoryLimit: 10
                  updateStrategy:
                    type: RollingUpdate
                    rollingUpdate:
                      partition: 0
                  selector:
                    matchLabels:
                      app: kubia
                  template:
                    metadata:
                      labels:
                        app: kubia
                    spec:
                      restartPolicy: Always
                      terminationGracePeriodSeconds: 30
                      containers:
                        - name: main
                          image: a
                          volumeMounts:
                            - name: data
                              mountPath: /var/data
                  volumeClaimTemplates:
                    - metadata:
                        name: data
                        labels:
                          tier: storage
                      spec:
                        accessModes: [ReadWriteOnce]
                        resources:
                          requests:
                            storage: 1Mi
                """));

    private SetManifest() {}

    /** A set named kubia with one claim for each pod. */
    public static KubeObject kubia(boolean isOrdered, int replicas) {
        return KUBIA.withSpec(spec ->
                spec.with("replicas", replicas).with("podManagementPolicy", isOrdered ? "OrderedReady" : "Parallel"));
    }

    public static JsonObject yaml(String text) {
        try {
            return YamlText.parseAll(text).getFirst().asObject();
        } catch (JsonException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** The template with another image. */
    public static JsonObject withImage(JsonObject spec, String image) {
        return spec.withChanged(
                "template",
                template -> template.withChanged("spec", pod -> {
                    var container = pod.array("containers").objects().getFirst().with("image", image);
                    return pod.with("containers", JsonArray.of(container));
                }));
    }

    /** The image of a pod. */
    public static String image(KubeObject pod) {
        return pod.spec().array("containers").objects().getFirst().text("image", "");
    }

    static JsonObject number(String name, long value) {
        return JsonObject.of(name, Json.of(value));
    }
}
