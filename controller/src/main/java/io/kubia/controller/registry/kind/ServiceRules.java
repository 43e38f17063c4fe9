package io.kubia.controller.registry.kind;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.registry.field.Names;
import io.kubia.controller.registry.field.Problems;
import io.kubia.controller.store.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Services. */
final class ServiceRules implements Rules {
    private static final Set<String> WITH_ADDRESS = Set.of("ClusterIP", "NodePort", "LoadBalancer");
    private static final int AFFINITY_SECONDS = 10_800;
    private static final JsonObject NO_LOAD_BALANCER = JsonObject.of("loadBalancer", JsonObject.EMPTY);

    /** What a service has for its type, and loses with it unless the update says otherwise. */
    private static final List<String> OF_ADDRESSES = List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy");

    private final ServiceAllocation allocation;

    ServiceRules(ServiceAllocation allocation) {
        this.allocation = allocation;
    }

    @Override
    public List<String> nameProblems(String name) {
        return Names.label1035(name);
    }

    static boolean needsAddress(JsonObject spec) {
        return WITH_ADDRESS.contains(spec.text("type", ""));
    }

    static boolean isHeadless(JsonObject spec) {
        return "None".equals(spec.text("clusterIP"));
    }

    static boolean needsNodePorts(JsonObject spec) {
        return switch (spec.text("type", "")) {
            case "NodePort" -> true;
            case "LoadBalancer" -> spec.get("allocateLoadBalancerNodePorts") != Json.Bool.FALSE;
            default -> false;
        };
    }

    static boolean isExternal(JsonObject spec) {
        var type = spec.text("type", "");
        return type.equals("NodePort")
                || type.equals("LoadBalancer")
                || (type.equals("ClusterIP") && !spec.array("externalIPs").isEmpty());
    }

    @Override
    public KubeObject defaults(KubeObject service) {
        var spec = Completion.of(service.spec())
                .put("type", "ClusterIP")
                .put("sessionAffinity", "None")
                .each("ports", ServiceRules::port)
                .done();
        if (spec.text("sessionAffinity", "").equals("None")) {
            spec = spec.without("sessionAffinityConfig");
        } else if (spec.text("sessionAffinity", "").equals("ClientIP")
                && spec.at("sessionAffinityConfig", "clientIP", "timeoutSeconds") == null) {
            spec = spec.with(
                    "sessionAffinityConfig",
                    JsonObject.of("clientIP", JsonObject.of("timeoutSeconds", Json.of(AFFINITY_SECONDS))));
        }
        return service.withSpec(Completion.of(spec)
                .when(isExternal(spec), it -> it.put("externalTrafficPolicy", "Cluster"))
                .when(needsAddress(spec), it -> it.put("internalTrafficPolicy", "Cluster"))
                .when(spec.text("type", "").equals("LoadBalancer"), it -> it.put("allocateLoadBalancerNodePorts", true))
                .done());
    }

    private static JsonObject port(JsonObject port) {
        var target = port.get("targetPort");
        boolean hasTarget = target != null && !target.equals(Json.of(0)) && !Completion.lacks(port, "targetPort");
        var complete = Completion.of(port).put("protocol", "TCP").done();
        var number = port.get("port");
        return hasTarget || number == null ? complete : complete.with("targetPort", number);
    }

    @Override
    public KubeObject prepareCreate(KubeObject service) {
        return withFamilies(withBothForms(service)).withStatus(NO_LOAD_BALANCER);
    }

    @Override
    public KubeObject prepareUpdate(KubeObject before, KubeObject after) {
        var old = before.spec();
        var spec = withoutOtherTypesFields(old, after.spec());
        if (needsAddress(old) && needsAddress(spec) && Completion.lacks(spec, "clusterIP") && !spec.has("clusterIPs")) {
            spec = copied(old, spec, "clusterIP");
            spec = copied(old, spec, "clusterIPs");
        }
        if (needsNodePorts(old) && needsNodePorts(spec)) {
            spec = withOldNodePorts(old, spec);
        }
        if (!same(old, spec, "clusterIP") && same(old, spec, "clusterIPs")) {
            spec = spec.without("clusterIPs");
        }
        var kept = spec.text("type", "").equals("LoadBalancer") ? after : after.withStatus(NO_LOAD_BALANCER);
        return withFamilies(withBothForms(kept.withSpec(spec)));
    }

    private static JsonObject copied(JsonObject from, JsonObject to, String field) {
        return to.with(field, from.get(field));
    }

    private static JsonObject withoutOtherTypesFields(JsonObject old, JsonObject wanted) {
        var spec = wanted;
        if (needsAddress(old) && !needsAddress(spec) && same(old, spec, "clusterIP")) {
            for (var field : OF_ADDRESSES) {
                spec = spec.without(field);
            }
        }
        if (needsNodePorts(old) && !needsNodePorts(spec)) {
            spec = spec.with("ports", withoutNodePorts(old.array("ports"), spec.array("ports")));
        }
        if (isExternal(old) && !isExternal(spec) && same(old, spec, "externalTrafficPolicy")) {
            spec = spec.without("externalTrafficPolicy");
        }
        if (!needsAddress(spec) && same(old, spec, "internalTrafficPolicy")) {
            spec = spec.without("internalTrafficPolicy");
        }
        boolean wasBalanced = old.text("type", "").equals("LoadBalancer");
        if (wasBalanced && !spec.text("type", "").equals("LoadBalancer")) {
            spec = spec.without("allocateLoadBalancerNodePorts").without("loadBalancerClass");
        }
        return spec;
    }

    private static boolean same(JsonObject old, JsonObject spec, String field) {
        return Objects.equals(old.get(field), spec.get(field));
    }

    /** Ports without the node ports that were there before; others are an error that is told later on. */
    private static JsonArray withoutNodePorts(JsonArray old, JsonArray ports) {
        var known = new HashSet<Json>();
        for (var port : old.objects()) {
            known.add(Json.of(port.number("nodePort", 0)));
        }
        var changed = new ArrayList<Json>();
        for (var port : ports.objects()) {
            var nodePort = port.get("nodePort");
            changed.add(nodePort != null && known.contains(nodePort) ? port.without("nodePort") : port);
        }
        return new JsonArray(changed);
    }

    private static JsonObject withOldNodePorts(JsonObject old, JsonObject spec) {
        var known = new HashMap<String, Long>();
        var wanted = new HashSet<Long>();
        for (var port : old.array("ports").objects()) {
            known.put(name(port), port.number("nodePort", 0));
        }
        for (var port : spec.array("ports").objects()) {
            wanted.add(port.number("nodePort", 0));
        }
        return Completion.of(spec)
                .each("ports", port -> {
                    long nodePort = known.getOrDefault(name(port), 0L);
                    boolean isFree = nodePort != 0 && !wanted.contains(nodePort);
                    return port.number("nodePort", 0) == 0 && isFree ? port.with("nodePort", nodePort) : port;
                })
                .done();
    }

    private static String name(JsonObject port) {
        return port.text("protocol", "TCP") + ":" + port.number("port", 0);
    }

    /** The address stands in a field of its own and in a list. */
    private static KubeObject withBothForms(KubeObject service) {
        var spec = service.spec();
        var address = spec.text("clusterIP", "");
        if (!address.isEmpty() && spec.array("clusterIPs").isEmpty()) {
            return service.withSpec(spec.with("clusterIPs", JsonArray.of(Json.of(address))));
        }
        var listed = spec.array("clusterIPs").texts();
        return address.isEmpty() && !listed.isEmpty()
                ? service.withSpec(spec.with("clusterIP", listed.getFirst()))
                : service;
    }

    private static KubeObject withFamilies(KubeObject service) {
        return needsAddress(service.spec())
                ? service.withSpec(Completion.of(service.spec())
                        .put("ipFamilies", JsonArray.of(Json.of("IPv4")))
                        .put("ipFamilyPolicy", "SingleStack")
                        .done())
                : service;
    }

    @Override
    public void validate(KubeObject service, Problems problems) {
        ServiceChecks.service(service, problems);
    }

    @Override
    public void validateUpdate(KubeObject before, KubeObject after, Problems problems) {
        ServiceChecks.update(before.spec(), after.spec(), problems);
    }

    @Override
    public boolean allocates() {
        return true;
    }

    @Override
    public KubeObject allocate(
            @Nullable KubeObject before, KubeObject service, Snapshot now, RandomGenerator random, Problems problems) {
        return allocation.complete(service, now, random, problems);
    }
}
