package io.kubia.controller;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.volume.Provisioner;
import java.net.InetSocketAddress;

/** The objects that every cluster has: made when they are missing. */
final class Beginning {
    private static final String DEFAULT = "default";
    private static final String KUBERNETES = "kubernetes";

    private final Registry registry;

    Beginning(Registry registry) {
        this.registry = registry;
    }

    void create() {
        registry.createInitialNamespaces();
        Provisioner.createStandardClass(registry);
        createIfMissing(KubeObject.named(ResourceTypes.SERVICE_ACCOUNT, DEFAULT, DEFAULT));
        createIfMissing(service());
    }

    /** Says where the API is: its endpoints are not pods, so that nobody else says it. */
    void announce(InetSocketAddress api) {
        put(endpoints(api));
        put(slice(api));
    }

    /** By which pods find the API. */
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

    private static KubeObject endpoints(InetSocketAddress api) {
        var subset = JsonObject.builder()
                .put(
                        "addresses",
                        JsonArray.of(
                                JsonObject.of("ip", Json.of(api.getAddress().getHostAddress()))))
                .put("ports", ports(api))
                .build();
        return KubeObject.named(ResourceTypes.ENDPOINTS, DEFAULT, KUBERNETES).with("subsets", JsonArray.of(subset));
    }

    private static KubeObject slice(InetSocketAddress api) {
        var endpoint = JsonObject.builder()
                .put("addresses", JsonArray.of(Json.of(api.getAddress().getHostAddress())))
                .put("conditions", JsonObject.EMPTY.with("ready", true))
                .build();
        return KubeObject.named(ResourceTypes.ENDPOINT_SLICE, DEFAULT, KUBERNETES)
                .withLabel("kubernetes.io/service-name", KUBERNETES)
                .with("addressType", Json.of("IPv4"))
                .with("endpoints", JsonArray.of(endpoint))
                .with("ports", ports(api));
    }

    private static JsonArray ports(InetSocketAddress api) {
        return JsonArray.of(JsonObject.builder()
                .put("name", "https")
                .put("port", api.getPort())
                .put("protocol", "TCP")
                .build());
    }

    private static KubeObject labelled(KubeObject object) {
        return object.withLabel("component", "apiserver").withLabel("provider", KUBERNETES);
    }

    private void createIfMissing(KubeObject object) {
        if (registry.now().get(object.key()).isEmpty()) {
            registry.create(object, false);
        }
    }

    private void put(KubeObject object) {
        createIfMissing(object);
        registry.change(
                object.key(),
                Part.WHOLE,
                present -> present.with("subsets", object.json().get("subsets"))
                        .with("endpoints", object.json().get("endpoints"))
                        .with("ports", object.json().get("ports")),
                false);
    }
}
