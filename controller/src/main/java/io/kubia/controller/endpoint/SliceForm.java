package io.kubia.controller.endpoint;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.OwnerReference;
import io.kubia.controller.model.ResourceTypes;
import java.util.List;

/** Some of what is behind a service as an EndpointSlice. */
final class SliceForm {
    private SliceForm() {}

    static KubeObject of(Service service, String name, List<PodEndpoint.Port> ports, List<JsonObject> endpoints) {
        var family = service.object().spec().array("ipFamilies").texts();
        return KubeObject.named(ResourceTypes.ENDPOINT_SLICE, service.object().namespace(), name)
                .withLabels(Labels.ofSlice(service))
                .withOwners(List.of(OwnerReference.controlledBy(service.object())))
                .with("addressType", Json.of(family.isEmpty() ? "IPv4" : family.getFirst()))
                .with("endpoints", new JsonArray(List.copyOf(endpoints)))
                .with("ports", ports(ports));
    }

    static JsonArray ports(List<PodEndpoint.Port> ports) {
        return new JsonArray(ports.stream()
                .<Json>map(port -> JsonObject.builder()
                        .put("name", port.name())
                        .put("port", port.number())
                        .put("protocol", port.protocol())
                        .build())
                .toList());
    }

    static JsonObject endpoint(PodEndpoint endpoint) {
        return JsonObject.builder()
                .put("addresses", JsonArray.of(Json.of(endpoint.address())))
                .put(
                        "conditions",
                        JsonObject.builder()
                                .put("ready", endpoint.ready())
                                .put("serving", endpoint.serving())
                                .put("terminating", endpoint.terminating())
                                .build())
                .putIfPresent("hostname", endpoint.hostname())
                .putIfPresent("nodeName", endpoint.node())
                .put("targetRef", EndpointsForm.targetRef(endpoint.pod()))
                .build();
    }

    /** Which pod an endpoint of a slice is; empty when it is none. */
    static String podUid(JsonObject endpoint) {
        return endpoint.object("targetRef").text("uid", "");
    }
}
