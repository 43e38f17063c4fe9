package io.kubia.controller.registry.kind;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.registry.field.Checks;
import io.kubia.controller.registry.field.Names;
import io.kubia.controller.registry.field.Path;
import io.kubia.controller.registry.field.Problems;
import java.util.HashSet;
import java.util.List;

/**
 * What must be true of Endpoints and EndpointSlices. Unlike in Kubernetes an address may be one of the loopback: that is
 * where pods live that are processes of this machine.
 */
final class EndpointChecks {
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> ADDRESS_TYPES = List.of("FQDN", "IPv4", "IPv6");
    private static final int MAX_ENDPOINTS = 1000;
    private static final int MAX_ADDRESSES = 100;
    private static final int MAX_PORTS = 20_000;

    private EndpointChecks() {}

    static void endpoints(KubeObject endpoints, Problems problems) {
        var subsets = endpoints.json().array("subsets").objects();
        for (int i = 0; i < subsets.size(); i++) {
            var subset = subsets.get(i);
            var path = Path.of("subsets").at(i);
            if (subset.array("addresses").isEmpty()
                    && subset.array("notReadyAddresses").isEmpty()) {
                problems.required(path, "must specify `addresses` or `notReadyAddresses`");
            }
            addresses(subset, "addresses", path, problems);
            addresses(subset, "notReadyAddresses", path, problems);
            var ports = subset.array("ports").objects();
            for (int j = 0; j < ports.size(); j++) {
                port(ports.get(j), ports.size() > 1, path.field("ports").at(j), problems);
            }
        }
    }

    private static void addresses(JsonObject subset, String field, Path path, Problems problems) {
        var addresses = subset.array(field).objects();
        for (int i = 0; i < addresses.size(); i++) {
            var at = path.field(field).at(i);
            address(addresses.get(i).text("ip", ""), at.field("ip"), problems);
            hostname(addresses.get(i), at, problems);
        }
    }

    private static void port(JsonObject port, boolean needsName, Path path, Problems problems) {
        var name = port.text("name", "");
        if (!name.isEmpty()) {
            problems.invalid(path.field("name"), name, Names.label(name));
        } else if (needsName) {
            problems.required(path.field("name"));
        }
        Checks.port(port.number("port", 0), path.field("port"), problems);
        Checks.oneOf(port, "protocol", PROTOCOLS, path, problems);
    }

    static void slice(KubeObject slice, Problems problems) {
        var json = slice.json();
        var type = json.text("addressType", "");
        if (type.isEmpty()) {
            problems.required(Path.of("addressType"));
        } else if (!ADDRESS_TYPES.contains(type)) {
            problems.unsupported(Path.of("addressType"), type, ADDRESS_TYPES);
        }
        var endpoints = json.array("endpoints").objects();
        if (endpoints.size() > MAX_ENDPOINTS) {
            problems.tooMany(Path.of("endpoints"), endpoints.size(), MAX_ENDPOINTS);
            return;
        }
        for (int i = 0; i < endpoints.size(); i++) {
            endpoint(endpoints.get(i), type, Path.of("endpoints").at(i), problems);
        }
        slicePorts(json.array("ports").objects(), problems);
    }

    private static void endpoint(JsonObject endpoint, String type, Path path, Problems problems) {
        var addresses = endpoint.array("addresses").texts();
        if (addresses.isEmpty()) {
            problems.required(path.field("addresses"), "must contain at least 1 address");
        } else if (addresses.size() > MAX_ADDRESSES) {
            problems.tooMany(path.field("addresses"), addresses.size(), MAX_ADDRESSES);
        }
        for (int i = 0; i < addresses.size(); i++) {
            var at = path.field("addresses").at(i);
            if (type.equals("IPv4")) {
                address(addresses.get(i), at, problems);
            } else if (type.equals("FQDN")) {
                problems.invalid(at, addresses.get(i), Names.subdomain(addresses.get(i)));
            }
        }
        hostname(endpoint, path, problems);
    }

    private static void slicePorts(List<JsonObject> ports, Problems problems) {
        if (ports.size() > MAX_PORTS) {
            problems.tooMany(Path.of("ports"), ports.size(), MAX_PORTS);
            return;
        }
        var names = new HashSet<String>();
        for (int i = 0; i < ports.size(); i++) {
            var path = Path.of("ports").at(i);
            var name = ports.get(i).text("name", "");
            if (!name.isEmpty()) {
                problems.invalid(path.field("name"), name, Names.label(name));
            }
            if (!names.add(name)) {
                problems.duplicate(path.field("name"), name);
            }
            Checks.oneOf(ports.get(i), "protocol", PROTOCOLS, path, problems);
        }
    }

    private static void hostname(JsonObject owner, Path path, Problems problems) {
        var hostname = owner.text("hostname", "");
        if (!hostname.isEmpty()) {
            problems.invalid(path.field("hostname"), hostname, Names.label(hostname));
        }
    }

    private static void address(String address, Path path, Problems problems) {
        if (!AddressBlock.isAddress(address)) {
            problems.invalid(path, address, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        }
    }
}
