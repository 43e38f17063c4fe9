package io.kubia.controller.endpoint;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is behind a service as one Endpoints object: a subset for each set of ports, the ready addresses apart from the
 * others. As in Kubernetes a terminating pod is in neither, unless the service publishes those that are not ready.
 */
final class EndpointsForm {
    /** As in Kubernetes: there are no more addresses in one object, and an annotation says so. */
    private static final int MAX_ADDRESSES = 1000;

    private static final String OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";

    private EndpointsForm() {}

    static KubeObject of(Service service, List<PodEndpoint> endpoints) {
        var byPorts = new LinkedHashMap<List<PodEndpoint.Port>, List<PodEndpoint>>();
        int count = 0;
        for (var endpoint : ordered(endpoints)) {
            boolean isShown = !endpoint.terminating() || service.publishesNotReady();
            boolean hasAnyPort = service.ports().isEmpty() || !endpoint.ports().isEmpty();
            if (isShown && hasAnyPort && count < MAX_ADDRESSES) {
                byPorts.computeIfAbsent(endpoint.ports(), ports -> new ArrayList<>())
                        .add(endpoint);
                count++;
            }
        }
        var object = KubeObject.named(
                        ResourceTypes.ENDPOINTS,
                        service.object().namespace(),
                        service.object().name())
                .withLabels(Labels.of(service));
        if (endpoints.size() > MAX_ADDRESSES) {
            object = object.withAnnotation(OVER_CAPACITY, "truncated");
        }
        return byPorts.isEmpty() ? object : object.with("subsets", subsets(byPorts));
    }

    private static List<PodEndpoint> ordered(List<PodEndpoint> endpoints) {
        var ordered = new ArrayList<>(endpoints);
        ordered.sort(
                Comparator.comparing((PodEndpoint endpoint) -> endpoint.pod().name()));
        return ordered;
    }

    private static JsonArray subsets(Map<List<PodEndpoint.Port>, List<PodEndpoint>> byPorts) {
        var subsets = new ArrayList<Json>();
        byPorts.forEach((ports, endpoints) -> {
            var ready = new ArrayList<Json>();
            var notReady = new ArrayList<Json>();
            for (var endpoint : endpoints) {
                (endpoint.ready() ? ready : notReady).add(address(endpoint));
            }
            var subset = JsonObject.builder();
            if (!ready.isEmpty()) {
                subset.put("addresses", new JsonArray(ready));
            }
            if (!notReady.isEmpty()) {
                subset.put("notReadyAddresses", new JsonArray(notReady));
            }
            if (!ports.isEmpty()) {
                subset.put(
                        "ports",
                        new JsonArray(
                                ports.stream().<Json>map(EndpointsForm::port).toList()));
            }
            subsets.add(subset.build());
        });
        return new JsonArray(subsets);
    }

    private static JsonObject address(PodEndpoint endpoint) {
        return JsonObject.builder()
                .putIfPresent("hostname", endpoint.hostname())
                .put("ip", endpoint.address())
                .putIfPresent("nodeName", endpoint.node())
                .put("targetRef", targetRef(endpoint.pod()))
                .build();
    }

    static JsonObject targetRef(KubeObject pod) {
        return JsonObject.builder()
                .put("kind", "Pod")
                .put("name", pod.name())
                .put("namespace", pod.namespace())
                .put("uid", pod.uid())
                .build();
    }

    /** The only port of a service has no name here, not an empty one. */
    private static JsonObject port(PodEndpoint.Port port) {
        return JsonObject.builder()
                .putIfPresent("name", port.name().isEmpty() ? null : port.name())
                .put("port", port.number())
                .put("protocol", port.protocol())
                .build();
    }
}
