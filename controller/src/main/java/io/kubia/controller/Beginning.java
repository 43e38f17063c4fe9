package io.kubia.controller;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.volume.Provisioner;

/** The objects that every cluster has: made when they are missing. */
final class Beginning {
    private static final String DEFAULT = "default";
    private static final String KUBERNETES = "kubernetes";

    private final Registry registry;
    private final ControlPlaneConfig config;

    Beginning(Registry registry, ControlPlaneConfig config) {
        this.registry = registry;
        this.config = config;
    }

    void create() {
        registry.createInitialNamespaces();
        Provisioner.createStandardClass(registry);
        createIfMissing(KubeObject.named(ResourceTypes.SERVICE_ACCOUNT, DEFAULT, DEFAULT));
        createIfMissing(service());
        createIfMissing(endpoints());
        createIfMissing(slice());
    }

    /** By which pods find the API: its endpoints are not pods, so that nobody else says what they are. */
    private static KubeObject service() {
        var port = JsonObject.builder()
                .put("name", "https")
                .put("port", 443)
                .put("protocol", "TCP")
                .put("targetPort", 443)
                .build();
        return labelled(KubeObject.named(ResourceTypes.SERVICE, DEFAULT, KUBERNETES))
                .withSpec(JsonObject.of("ports", JsonArray.of(port)));
    }

    private KubeObject endpoints() {
        var subset = JsonObject.builder()
                .put("addresses", JsonArray.of(JsonObject.of("ip", Json.of(address()))))
                .put("ports", ports())
                .build();
        return KubeObject.named(ResourceTypes.ENDPOINTS, DEFAULT, KUBERNETES).with("subsets", JsonArray.of(subset));
    }

    private KubeObject slice() {
        var endpoint = JsonObject.builder()
                .put("addresses", JsonArray.of(Json.of(address())))
                .put("conditions", JsonObject.EMPTY.with("ready", true))
                .build();
        return KubeObject.named(ResourceTypes.ENDPOINT_SLICE, DEFAULT, KUBERNETES)
                .withLabel("kubernetes.io/service-name", KUBERNETES)
                .with("addressType", Json.of("IPv4"))
                .with("endpoints", JsonArray.of(endpoint))
                .with("ports", ports());
    }

    private JsonArray ports() {
        return JsonArray.of(JsonObject.builder()
                .put("name", "https")
                .put("port", config.api().getPort())
                .put("protocol", "TCP")
                .build());
    }

    private String address() {
        return config.api().getAddress().getHostAddress();
    }

    private static KubeObject labelled(KubeObject object) {
        return object.withLabel("component", "apiserver").withLabel("provider", KUBERNETES);
    }

    private void createIfMissing(KubeObject object) {
        if (registry.now().get(object.key()).isEmpty()) {
            registry.create(object, false);
        }
    }
}
