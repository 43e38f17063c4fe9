package io.kubia.controller.registry.kind;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.registry.field.Checks;
import io.kubia.controller.registry.field.MetadataChecks;
import io.kubia.controller.registry.field.Names;
import io.kubia.controller.registry.field.Path;
import io.kubia.controller.registry.field.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must be true of a service. */
final class ServiceChecks {
    private static final Path SPEC = Path.of("spec");
    private static final List<String> TYPES = List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    private static final List<String> AFFINITIES = List.of("ClientIP", "None");
    private static final List<String> TRAFFIC = List.of("Cluster", "Local");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> FAMILY_POLICIES = List.of("PreferDualStack", "RequireDualStack", "SingleStack");
    private static final int MAX_AFFINITY_SECONDS = 86_400;

    private ServiceChecks() {}

    static void service(KubeObject service, Problems problems) {
        var spec = service.spec();
        var type = spec.text("type", "");
        boolean isHeadless = ServiceRules.isHeadless(spec);
        if (spec.array("ports").isEmpty() && !isHeadless && !type.equals("ExternalName")) {
            problems.required(SPEC.field("ports"));
        }
        if (isHeadless && ServiceRules.needsAddress(spec) && !type.equals("ClusterIP")) {
            problems.invalid(
                    SPEC.field("clusterIPs").at(0), "None", "may not be set to 'None' for " + type + " services");
        }
        if (type.equals("ExternalName")) {
            externalName(spec, problems);
        }
        ports(spec, problems);
        MetadataChecks.labels(spec.object("selector"), SPEC.field("selector"), problems);
        affinity(spec, problems);
        if (!type.equals("ExternalName")) {
            addresses(spec, problems);
        }
        Checks.oneOf(spec, "type", TYPES, SPEC, problems);
        uniquePorts(spec.array("ports").objects(), problems);
        if (spec.has("allocateLoadBalancerNodePorts") && !type.equals("LoadBalancer")) {
            problems.forbidden(
                    SPEC.field("allocateLoadBalancerNodePorts"), "may only be used when `type` is 'LoadBalancer'");
        }
        traffic(spec, problems);
    }

    private static void externalName(JsonObject spec, Problems problems) {
        for (var field : List.of("clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
            if (!Completion.lacks(spec, field) && !(spec.has(field) && isEmptyList(spec, field))) {
                problems.forbidden(SPEC.field(field), "may not be set for ExternalName services");
            }
        }
        var name = spec.text("externalName", "");
        var host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (host.isEmpty()) {
            problems.required(SPEC.field("externalName"));
        } else {
            problems.invalid(SPEC.field("externalName"), host, Names.subdomain(host));
        }
    }

    private static boolean isEmptyList(JsonObject spec, String field) {
        return spec.array(field).isEmpty() && spec.text(field) == null;
    }

    private static void ports(JsonObject spec, Problems problems) {
        var ports = spec.array("ports").objects();
        var names = new HashSet<String>();
        for (int i = 0; i < ports.size(); i++) {
            var port = ports.get(i);
            var path = SPEC.field("ports").at(i);
            var name = port.text("name", "");
            if (!name.isEmpty()) {
                problems.invalid(path.field("name"), name, Names.label(name));
                if (!names.add(name)) {
                    problems.duplicate(path.field("name"), name);
                }
            } else if (ports.size() > 1) {
                problems.required(path.field("name"));
            }
            Checks.port(port.number("port", 0), path.field("port"), problems);
            Checks.oneOf(port, "protocol", PROTOCOLS, path, problems);
            Checks.portOrName(port, "targetPort", path, problems);
            if (port.number("nodePort", 0) != 0 && "ClusterIP".equals(spec.text("type"))) {
                problems.forbidden(path.field("nodePort"), "may not be used when `type` is 'ClusterIP'");
            }
        }
    }

    private static void uniquePorts(List<JsonObject> ports, Problems problems) {
        Set<JsonObject> known = new HashSet<>();
        var nodePorts = new HashSet<String>();
        for (int i = 0; i < ports.size(); i++) {
            var path = SPEC.field("ports").at(i);
            var protocol = ports.get(i).text("protocol", "");
            long nodePort = ports.get(i).number("nodePort", 0);
            if (nodePort != 0 && !nodePorts.add(protocol + nodePort)) {
                problems.duplicate(path.field("nodePort"), Json.of(nodePort));
            }
            var port = JsonObject.of("protocol", Json.of(protocol))
                    .with("port", ports.get(i).number("port", 0));
            if (!known.add(port)) {
                problems.duplicate(path, port);
            }
        }
    }

    private static void affinity(JsonObject spec, Problems problems) {
        Checks.oneOf(spec, "sessionAffinity", AFFINITIES, SPEC, problems);
        if ("ClientIP".equals(spec.text("sessionAffinity"))) {
            long seconds =
                    spec.object("sessionAffinityConfig").object("clientIP").number("timeoutSeconds", 0);
            if (seconds < 1 || seconds > MAX_AFFINITY_SECONDS) {
                problems.invalid(
                        SPEC.field("sessionAffinityConfig").field("clientIP").field("timeoutSeconds"),
                        seconds,
                        "must be greater than 0 and less than " + MAX_AFFINITY_SECONDS);
            }
        }
    }

    private static void addresses(JsonObject spec, Problems problems) {
        var path = SPEC.field("clusterIPs");
        var address = spec.text("clusterIP", "");
        var all = spec.array("clusterIPs").texts();
        if (!all.isEmpty() && !all.getFirst().equals(address)) {
            problems.invalid(path, spec.array("clusterIPs"), "first value must match `clusterIP`");
        }
        if (all.size() > 1) {
            problems.invalid(path, spec.array("clusterIPs"), "this cluster is not configured for dual-stack services");
        }
        if (!address.isEmpty() && !address.equals("None") && !AddressBlock.isAddress(address)) {
            problems.invalid(path.at(0), address, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        }
        var families = spec.array("ipFamilies").texts();
        for (int i = 0; i < families.size(); i++) {
            if (!families.get(i).equals("IPv4")) {
                problems.invalid(SPEC.field("ipFamilies").at(i), families.get(i), "not configured on this cluster");
            }
        }
        Checks.noneOrOneOf(spec, "ipFamilyPolicy", FAMILY_POLICIES, SPEC, problems);
        if ("RequireDualStack".equals(spec.text("ipFamilyPolicy"))) {
            problems.invalid(
                    SPEC.field("ipFamilyPolicy"),
                    "RequireDualStack",
                    "this cluster is not configured for dual-stack services");
        }
        var external = spec.array("externalIPs").texts();
        for (int i = 0; i < external.size(); i++) {
            if (!AddressBlock.isAddress(external.get(i))) {
                problems.invalid(
                        SPEC.field("externalIPs").at(i),
                        external.get(i),
                        "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
            }
        }
    }

    private static void traffic(JsonObject spec, Problems problems) {
        var policy = spec.text("externalTrafficPolicy", "");
        if (ServiceRules.isExternal(spec)) {
            Checks.oneOf(spec, "externalTrafficPolicy", TRAFFIC, SPEC, problems);
        } else if (!policy.isEmpty()) {
            problems.invalid(
                    SPEC.field("externalTrafficPolicy"), policy, "may only be set for externally-accessible services");
        }
        if (ServiceRules.needsAddress(spec)) {
            Checks.oneOf(spec, "internalTrafficPolicy", TRAFFIC, SPEC, problems);
        }
    }

    /** An address stays, but for services that become external names or were. */
    static void update(JsonObject before, JsonObject after, Problems problems) {
        if ("ExternalName".equals(before.text("type")) || "ExternalName".equals(after.text("type"))) {
            return;
        }
        var old = before.text("clusterIP", "");
        var now = after.text("clusterIP", "");
        var path = SPEC.field("clusterIPs").at(0);
        if (now.isEmpty() && !old.isEmpty()) {
            problems.invalid(path, after.array("clusterIPs"), "primary clusterIP can not be unset");
        } else if (!now.equals(old)) {
            problems.invalid(path, after.array("clusterIPs"), "may not change once set");
        }
    }
}
