package io.kubia.controller.registry.kind;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import java.util.List;

/** What the spec of a pod has when nobody says otherwise, in a pod and in a template of pods alike. */
final class PodDefaults {
    private static final int FILE_MODE = 0644;

    private PodDefaults() {}

    static JsonObject spec(JsonObject spec) {
        return Completion.of(spec)
                .each("initContainers", PodDefaults::container)
                .each("containers", PodDefaults::container)
                .each("volumes", PodDefaults::volume)
                .put("dnsPolicy", "ClusterFirst")
                .put("restartPolicy", "Always")
                .put("schedulerName", "default-scheduler")
                .put("securityContext", JsonObject.EMPTY)
                .put("terminationGracePeriodSeconds", 30)
                .done();
    }

    private static JsonObject container(JsonObject container) {
        return Completion.of(container)
                .put("imagePullPolicy", isLatest(container.text("image", "")) ? "Always" : "IfNotPresent")
                .put("resources", JsonObject.EMPTY)
                .inside("resources", PodDefaults::resources)
                .put("terminationMessagePath", "/dev/termination-log")
                .put("terminationMessagePolicy", "File")
                .each(
                        "ports",
                        port -> Completion.of(port).put("protocol", "TCP").done())
                .each("env", PodDefaults::variable)
                .inside("livenessProbe", PodDefaults::probe)
                .inside("readinessProbe", PodDefaults::probe)
                .inside("startupProbe", PodDefaults::probe)
                .inside(
                        "lifecycle",
                        lifecycle -> Completion.of(lifecycle)
                                .inside("postStart", PodDefaults::handler)
                                .inside("preStop", PodDefaults::handler)
                                .done())
                .done();
    }

    static JsonObject resources(JsonObject resources) {
        return Completion.of(resources).amounts("limits").amounts("requests").done();
    }

    /** Whether an image may be another one tomorrow: without a tag it is the latest, unless a digest says which. */
    private static boolean isLatest(String image) {
        var name = image.substring(image.lastIndexOf('/') + 1);
        if (name.contains("@")) {
            return name.substring(0, name.indexOf('@')).endsWith(":latest");
        }
        return !name.contains(":") || name.endsWith(":latest");
    }

    private static JsonObject variable(JsonObject variable) {
        return Completion.of(variable)
                .inside(
                        "valueFrom",
                        source -> Completion.of(source)
                                .inside("fieldRef", PodDefaults::fieldReference)
                                .done())
                .done();
    }

    private static JsonObject fieldReference(JsonObject reference) {
        return Completion.of(reference).put("apiVersion", "v1").done();
    }

    private static JsonObject probe(JsonObject probe) {
        return Completion.of(handler(probe))
                .inside("grpc", grpc -> grpc.has("service") ? grpc : grpc.with("service", ""))
                .putForZero("timeoutSeconds", 1)
                .putForZero("periodSeconds", 10)
                .putForZero("successThreshold", 1)
                .putForZero("failureThreshold", 3)
                .done();
    }

    private static JsonObject handler(JsonObject handler) {
        return Completion.of(handler)
                .inside(
                        "httpGet",
                        get -> Completion.of(get)
                                .put("path", "/")
                                .put("scheme", "HTTP")
                                .done())
                .done();
    }

    private static JsonObject volume(JsonObject volume) {
        boolean hasSource = false;
        for (var name : volume.names()) {
            hasSource |= !name.equals("name") && volume.get(name) instanceof JsonObject;
        }
        return Completion.of(volume)
                .when(!hasSource, it -> it.put("emptyDir", JsonObject.EMPTY))
                .inside("configMap", PodDefaults::files)
                .inside("secret", PodDefaults::files)
                .inside("downwardAPI", source -> downward(files(source)))
                .inside(
                        "projected",
                        source -> Completion.of(files(source))
                                .each("sources", PodDefaults::projection)
                                .done())
                .inside("hostPath", PodDefaults::hostPath)
                .done();
    }

    /** An empty type is printed, and means that nothing is checked. */
    static JsonObject hostPath(JsonObject source) {
        return source.has("type") ? source : source.with("type", "");
    }

    private static JsonObject files(JsonObject source) {
        return Completion.of(source).put("defaultMode", FILE_MODE).done();
    }

    private static JsonObject downward(JsonObject source) {
        return Completion.of(source)
                .each(
                        "items",
                        item -> Completion.of(item)
                                .inside("fieldRef", PodDefaults::fieldReference)
                                .done())
                .done();
    }

    private static JsonObject projection(JsonObject projection) {
        return Completion.of(projection)
                .inside("downwardAPI", PodDefaults::downward)
                .inside(
                        "serviceAccountToken",
                        token -> Completion.of(token)
                                .put("expirationSeconds", 3600)
                                .done())
                .done();
    }

    /** What a pod has beyond a template: what limits it has it also requests, and it stays some time on a lost node. */
    static JsonObject podSpec(JsonObject spec) {
        return Completion.of(spec(spec))
                .each("initContainers", PodDefaults::withRequests)
                .each("containers", PodDefaults::withRequests)
                .when(
                        spec.isTrue("hostNetwork"),
                        it -> it.each("initContainers", PodDefaults::withHostPorts)
                                .each("containers", PodDefaults::withHostPorts))
                .put("enableServiceLinks", true)
                .done();
    }

    private static JsonObject withRequests(JsonObject container) {
        var limits = container.object("resources").object("limits");
        if (limits.isEmpty()) {
            return container;
        }
        return Completion.of(container)
                .inside("resources", resources -> {
                    var requests = Completion.of(resources.object("requests"));
                    limits.forEach(requests::put);
                    return resources.with("requests", requests.done());
                })
                .done();
    }

    private static JsonObject withHostPorts(JsonObject container) {
        return Completion.of(container)
                .each(
                        "ports",
                        port -> Completion.of(port)
                                .putForZero("hostPort", port.number("containerPort", 0))
                                .done())
                .done();
    }

    /** What Kubernetes' admission adds to every new pod. */
    static JsonObject admitted(JsonObject spec) {
        var account = spec.text("serviceAccountName", spec.text("serviceAccount", ""));
        return Completion.of(spec)
                .put("serviceAccountName", account.isEmpty() ? "default" : account)
                .put("serviceAccount", account.isEmpty() ? "default" : account)
                .put("priority", 0)
                .put("preemptionPolicy", "PreemptLowerPriority")
                .done()
                .with("tolerations", tolerations(spec.array("tolerations")));
    }

    private static JsonArray tolerations(JsonArray present) {
        var all = present;
        for (var key : List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")) {
            if (!tolerates(present, key)) {
                all = all.with(JsonObject.builder()
                        .put("effect", "NoExecute")
                        .put("key", key)
                        .put("operator", "Exists")
                        .put("tolerationSeconds", 300)
                        .build());
            }
        }
        return all;
    }

    private static boolean tolerates(JsonArray tolerations, String key) {
        for (var toleration : tolerations.objects()) {
            var itsKey = toleration.text("key", "");
            var effect = toleration.text("effect", "");
            if ((itsKey.isEmpty() || itsKey.equals(key)) && (effect.isEmpty() || effect.equals("NoExecute"))) {
                return true;
            }
        }
        return false;
    }

    /** Guaranteed, Burstable or BestEffort, by what the containers request. */
    static String qualityOfService(JsonObject spec) {
        boolean hasAny = false;
        boolean isGuaranteed = true;
        for (var field : List.of("initContainers", "containers")) {
            for (var container : spec.array(field).objects()) {
                var resources = container.object("resources");
                for (var name : List.of("cpu", "memory")) {
                    Json request = resources.object("requests").get(name);
                    Json limit = resources.object("limits").get(name);
                    hasAny |= request != null || limit != null;
                    isGuaranteed &= limit != null && limit.equals(request);
                }
            }
        }
        return !hasAny ? "BestEffort" : isGuaranteed ? "Guaranteed" : "Burstable";
    }
}
