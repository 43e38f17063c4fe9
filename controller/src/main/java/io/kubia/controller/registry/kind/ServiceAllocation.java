package io.kubia.controller.registry.kind;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.field.Path;
import io.kubia.controller.registry.field.Problems;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Gives services addresses and node ports that no other service has. What is taken is read off the snapshot each time, so
 * that nothing has to be kept, repaired or given back; whoever calls sees to it that one service is written at a time.
 */
final class ServiceAllocation {
    private final AddressBlock addresses;
    private final int firstPort;
    private final int lastPort;

    ServiceAllocation(AddressBlock addresses, int firstPort, int lastPort) {
        this.addresses = addresses;
        this.firstPort = firstPort;
        this.lastPort = lastPort;
    }

    KubeObject complete(KubeObject service, Snapshot now, RandomGenerator random, Problems problems) {
        boolean needsAddress = ServiceRules.needsAddress(service.spec()) && !ServiceRules.isHeadless(service.spec());
        boolean needsPorts = ServiceRules.needsNodePorts(service.spec());
        if (!needsAddress && !needsPorts) {
            return service;
        }
        var taken = Taken.by(now, service);
        var spec = service.spec();
        if (needsAddress) {
            spec = withAddress(service, spec, taken.addresses, random, problems);
        }
        if (needsPorts) {
            spec = withNodePorts(spec, taken.ports, random, problems);
        }
        return service.withSpec(spec);
    }

    private JsonObject withAddress(
            KubeObject service, JsonObject spec, Set<String> used, RandomGenerator random, Problems problems) {
        var path = Path.of("spec").field("clusterIPs");
        var wanted = spec.text("clusterIP", "");
        if (!wanted.isEmpty()) {
            String why = null;
            if (!addresses.contains(wanted)) {
                why = "provided IP is not in the valid range. The range of valid IPs is " + addresses.text();
            } else if (used.contains(wanted)) {
                why = "provided IP is already allocated";
            }
            if (why != null) {
                problems.invalid(path, JsonArray.of(Json.of(wanted)), "failed to allocate IP " + wanted + ": " + why);
            }
            return spec;
        }
        boolean isApi = service.namespace().equals("default") && service.name().equals("kubernetes");
        var address = isApi && !used.contains(addresses.first()) ? addresses.first() : addresses.pick(used, random);
        if (address.isEmpty()) {
            problems.invalid(path, JsonArray.EMPTY, "failed to allocate IP: range is full");
            return spec;
        }
        return spec.with("clusterIP", address).with("clusterIPs", JsonArray.of(Json.of(address)));
    }

    private JsonObject withNodePorts(JsonObject spec, Set<String> taken, RandomGenerator random, Problems problems) {
        var ports = spec.array("ports");
        var own = new HashMap<Long, Long>();
        var used = new HashSet<>(taken);
        claimWanted(ports, taken, used, own, problems);
        var complete = new ArrayList<Json>();
        for (var port : ports.objects()) {
            if (port.number("nodePort", 0) != 0) {
                complete.add(port);
                continue;
            }
            long number = port.number("port", 0);
            var protocol = port.text("protocol", "TCP");
            var shared = own.get(number);
            long nodePort = shared != null && used.add(name(protocol, shared)) ? shared : pick(protocol, used, random);
            if (nodePort == 0) {
                problems.invalid(path(complete.size()), 0, "failed to allocate a nodePort: range is full");
                return spec;
            }
            own.putIfAbsent(number, nodePort);
            used.add(name(protocol, nodePort));
            complete.add(port.with("nodePort", nodePort));
        }
        return spec.with("ports", new JsonArray(complete));
    }

    /** What is asked for by number comes first, so that it is not given to another port of the same service. */
    private void claimWanted(
            JsonArray ports, Set<String> taken, Set<String> used, Map<Long, Long> own, Problems problems) {
        int index = 0;
        for (var port : ports.objects()) {
            long wanted = port.number("nodePort", 0);
            var name = name(port.text("protocol", "TCP"), wanted);
            if (wanted != 0 && (wanted < firstPort || wanted > lastPort)) {
                problems.invalid(
                        path(index),
                        wanted,
                        "provided port is not in the valid range. The range of valid ports is " + firstPort + "-"
                                + lastPort);
            } else if (wanted != 0 && taken.contains(name)) {
                problems.invalid(path(index), wanted, "provided port is already allocated");
            } else if (wanted != 0) {
                used.add(name);
                own.putIfAbsent(port.number("port", 0), wanted);
            }
            index++;
        }
    }

    /** A port that nobody uses; 0 when there is none. */
    private long pick(String protocol, Set<String> used, RandomGenerator random) {
        int count = lastPort - firstPort + 1;
        int start = random.nextInt(count);
        for (int i = 0; i < count; i++) {
            int port = firstPort + (start + i) % count;
            if (!used.contains(name(protocol, port))) {
                return port;
            }
        }
        return 0;
    }

    private static Path path(int index) {
        return Path.of("spec").field("ports").at(index).field("nodePort");
    }

    private static String name(String protocol, long port) {
        return protocol + ":" + port;
    }

    /** What the other services have. */
    private record Taken(Set<String> addresses, Set<String> ports) {
        static Taken by(Snapshot now, KubeObject but) {
            var taken = new Taken(new HashSet<>(), new HashSet<>());
            for (var service : now.list(Selection.all(ResourceTypes.SERVICE))) {
                if (service.name().equals(but.name()) && service.namespace().equals(but.namespace())) {
                    continue;
                }
                taken.addresses.add(service.spec().text("clusterIP", ""));
                for (var port : service.spec().array("ports").objects()) {
                    long nodePort = port.number("nodePort", 0);
                    if (nodePort != 0) {
                        taken.ports.add(name(port.text("protocol", "TCP"), nodePort));
                    }
                }
            }
            return taken;
        }
    }
}
