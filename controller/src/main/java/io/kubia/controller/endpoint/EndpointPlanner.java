package io.kubia.controller.endpoint;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what Endpoints and EndpointSlices a service has. An endpoint stays in the slice that it is in, and new ones fill
 * the slices that have room, so that a pod's change is a change of one slice.
 */
final class EndpointPlanner {
    /** As in Kubernetes. */
    static final int MAX_IN_SLICE = 100;

    private final Service service;
    private final Map<List<PodEndpoint.Port>, Map<String, PodEndpoint>> wanted = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();
    private final List<KubeObject> create = new ArrayList<>();
    private final List<KubeObject> replace = new ArrayList<>();
    private final List<ObjectKey> remove = new ArrayList<>();

    private EndpointPlanner(Service service) {
        this.service = service;
    }

    /**
     * The plan for a service that has its endpoints planned by us.
     *
     * @param present the Endpoints object that there is
     * @param slices the slices of this service that there are and that are ours
     */
    static EndpointPlan plan(
            Service service, List<PodEndpoint> endpoints, Optional<KubeObject> present, List<KubeObject> slices) {
        var planner = new EndpointPlanner(service);
        planner.planEndpoints(endpoints, present);
        planner.planSlices(endpoints, slices);
        return new EndpointPlan(planner.create, planner.replace, planner.remove);
    }

    private void planEndpoints(List<PodEndpoint> endpoints, Optional<KubeObject> present) {
        var form = EndpointsForm.of(service, endpoints);
        if (present.isEmpty()) {
            create.add(form);
        } else if (!saysTheSame(form, present.get(), "subsets")) {
            replace.add(form);
        }
    }

    private void planSlices(List<PodEndpoint> endpoints, List<KubeObject> slices) {
        for (var endpoint : endpoints) {
            // A service with ports leads nowhere in a pod that has none of them.
            if (service.ports().isEmpty() || !endpoint.ports().isEmpty()) {
                wanted.computeIfAbsent(endpoint.ports(), ports -> new LinkedHashMap<>())
                        .put(endpoint.pod().uid(), endpoint);
            }
        }
        slices.forEach(slice -> names.add(slice.name()));
        var byPorts = new LinkedHashMap<JsonArray, List<KubeObject>>();
        for (var slice : slices) {
            byPorts.computeIfAbsent(slice.json().array("ports"), ports -> new ArrayList<>())
                    .add(slice);
        }
        wanted.forEach((ports, pods) -> {
            var own = byPorts.remove(SliceForm.ports(ports));
            fill(ports, pods, own == null ? List.of() : own);
        });
        byPorts.values().forEach(left -> left.forEach(slice -> remove.add(slice.key())));
    }

    private void fill(List<PodEndpoint.Port> ports, Map<String, PodEndpoint> pods, List<KubeObject> slices) {
        var left = new LinkedHashMap<>(pods);
        var kept = new LinkedHashMap<KubeObject, List<JsonObject>>();
        for (var slice : slices) {
            kept.put(slice, keep(slice, left));
        }
        kept.forEach((slice, endpoints) -> {
            addTo(endpoints, left);
            if (endpoints.isEmpty()) {
                remove.add(slice.key());
                return;
            }
            var form = SliceForm.of(service, slice.name(), ports, endpoints);
            if (!saysTheSame(form, slice, "endpoints")) {
                replace.add(form);
            }
        });
        while (!left.isEmpty()) {
            var endpoints = new ArrayList<JsonObject>();
            addTo(endpoints, left);
            create.add(SliceForm.of(service, newName(), ports, endpoints));
        }
    }

    /** The endpoints of a slice that are still wanted, as they are now. */
    private static List<JsonObject> keep(KubeObject slice, Map<String, PodEndpoint> left) {
        var kept = new ArrayList<JsonObject>();
        for (var endpoint : slice.json().array("endpoints").objects()) {
            var pod = left.remove(SliceForm.podUid(endpoint));
            if (pod != null) {
                kept.add(SliceForm.endpoint(pod));
            }
        }
        return kept;
    }

    private static void addTo(List<JsonObject> endpoints, Map<String, PodEndpoint> left) {
        var pods = left.values().iterator();
        while (endpoints.size() < MAX_IN_SLICE && pods.hasNext()) {
            endpoints.add(SliceForm.endpoint(pods.next()));
            pods.remove();
        }
    }

    /** {@code kubia-x7k2p}: as random as it looks in Kubernetes, and yet the same whenever the same plan is made. */
    private String newName() {
        for (int number = names.size(); ; number++) {
            var name = service.object().name() + "-"
                    + SafeSuffix.of(service.object().uid() + "/" + number);
            if (names.add(name)) {
                return name;
            }
        }
    }

    private static boolean saysTheSame(KubeObject form, KubeObject present, String content) {
        return form.json().array(content).equals(present.json().array(content))
                && form.labels().equals(present.labels())
                && equal(form.json().get("ports"), present.json().get("ports"));
    }

    private static boolean equal(
            @org.jspecify.annotations.Nullable Json one, @org.jspecify.annotations.Nullable Json other) {
        return one == null ? other == null : one.equals(other);
    }
}
