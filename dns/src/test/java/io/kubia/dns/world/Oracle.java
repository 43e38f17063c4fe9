package io.kubia.dns.world;

import io.kubia.dns.model.Address;
import io.kubia.dns.model.Endpoint;
import io.kubia.dns.model.EndpointSlice;
import io.kubia.dns.model.ObjectKey;
import io.kubia.dns.model.Pod;
import io.kubia.dns.model.Port;
import io.kubia.dns.model.Service;
import io.kubia.dns.zone.PodNames;
import io.kubia.dns.zone.ZoneConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TXTRecord;

/**
 * A second opinion on a world's zone, as slow and as plain as can be: it writes down every record that the zone has, out
 * of the specification and CoreDNS' practice, and shares no line with the zone itself. Names that tell an address
 * themselves are the one thing that cannot be written down.
 */
public final class Oracle {
    private final World world;
    private final ZoneConfig config;
    private final Name zone;
    private final Set<Record> records = new HashSet<>();
    private final Set<Name> names = new HashSet<>();

    public Oracle(World world, ZoneConfig config) {
        this.world = world;
        this.config = config;
        this.zone = name(config.name() + ".");
        apex();
        namespaces();
        world.services.values().forEach(this::service);
        world.slices.values().forEach(this::endpoints);
        reverse();
        if (config.pods() == PodNames.VERIFIED) {
            world.pods.values().forEach(this::pod);
        }
    }

    /** Every record of the zone and of the tree of addresses, but for the SOA record. */
    public Set<Record> records() {
        return records;
    }

    /** Every name of the zone, those between others included, and every address'. */
    public Set<Name> names() {
        return names;
    }

    private void apex() {
        names.add(zone);
        names.add(name("svc", zone));
        names.add(name("pod", zone));
        var server = name("ns.dns", zone);
        add(new NSRecord(zone, DClass.IN, ttl(), server));
        exists(server);
        config.nameServers().forEach(address -> add(address(server, address)));
        add(new TXTRecord(name("dns-version", zone), DClass.IN, 28_800, "1.1.0"));
    }

    private void namespaces() {
        var all = new HashSet<>(world.namespaces);
        world.services.keySet().forEach(key -> all.add(key.namespace()));
        if (config.pods() == PodNames.VERIFIED) {
            world.pods.keySet().forEach(key -> all.add(key.namespace()));
        }
        for (var namespace : all) {
            names.add(name(namespace + ".svc", zone));
            if (config.pods() != PodNames.OFF) {
                names.add(name(namespace + ".pod", zone));
            }
        }
    }

    private void service(Service service) {
        var owner = serviceName(service.key());
        switch (service) {
            case Service.ClusterIp cluster -> {
                exists(owner);
                cluster.addresses().forEach(address -> add(address(owner, address)));
                services(owner, targets(cluster, owner));
            }
            case Service.Headless _ -> {
                var targets = targets(service.key());
                targets.forEach(target -> add(address(owner, target.address)));
                services(owner, targets);
            }
            case Service.ExternalName(var _, var target) -> {
                if (!Address.isAddress(target.toString())) {
                    add(new CNAMERecord(owner, DClass.IN, ttl(), name(target + ".")));
                }
            }
        }
    }

    /** One address at one port: what an SRV record is made of, and counted for its weight. Without a port, only counted. */
    private record Target(Name name, Address address, Port port) {}

    private static final Port NO_PORT = new Port("", io.kubia.dns.model.Protocol.TCP, 0);

    private static List<Target> targets(Service.ClusterIp cluster, Name owner) {
        var targets = new ArrayList<Target>();
        for (var port : cluster.ports()) {
            cluster.addresses().forEach(address -> targets.add(new Target(owner, address, port)));
        }
        return targets;
    }

    private List<Target> targets(ObjectKey service) {
        var targets = new ArrayList<Target>();
        for (var slice : world.slices.values()) {
            if (slice.serviceKey().equals(service)) {
                var ports = slice.ports().isEmpty() ? List.of(NO_PORT) : slice.ports();
                shown(slice).forEach((label, addresses) -> {
                    for (var address : addresses) {
                        ports.forEach(
                                port -> targets.add(new Target(name(label, serviceName(service)), address, port)));
                    }
                });
            }
        }
        return targets;
    }

    /** At the service's name for all ports, and in front of it for each named one. */
    private void services(Name owner, List<Target> targets) {
        serviceRecords(owner, targets);
        Map<String, List<Target>> byPort = new TreeMap<>();
        for (var target : targets) {
            if (!target.port.name().isEmpty() && target.port.number() != 0) {
                var labels =
                        "_" + target.port.name() + "._" + target.port.protocol().label();
                byPort.computeIfAbsent(labels, _ -> new ArrayList<>()).add(target);
            }
        }
        byPort.forEach((labels, some) -> {
            // Slices may give one name to several numbers, and one of them to all of their ports.
            var all = targets.stream()
                    .filter(target ->
                            target.port.name().equals(some.getFirst().port.name())
                                    && target.port.protocol()
                                            == some.getFirst().port.protocol())
                    .toList();
            serviceRecords(name(labels, owner), all);
        });
    }

    private void serviceRecords(Name owner, List<Target> targets) {
        int weight = targets.isEmpty() ? 0 : Math.max(1, 100 / targets.size());
        for (var target : targets) {
            if (target.port.number() != 0) {
                add(new SRVRecord(owner, DClass.IN, ttl(), 0, weight, target.port.number(), target.name));
            }
        }
    }

    /** The names of a slice's endpoints, which depend on all slices of the service that have the same names. */
    private void endpoints(EndpointSlice slice) {
        var all = targets(slice.serviceKey());
        shown(slice).forEach((label, addresses) -> {
            var owner = name(label, serviceName(slice.serviceKey()));
            addresses.forEach(address -> add(address(owner, address)));
            serviceRecords(
                    owner,
                    all.stream().filter(target -> target.name.equals(owner)).toList());
        });
    }

    /** Addresses by the labels that stand in front of the service's name. */
    private Map<String, Set<Address>> shown(EndpointSlice slice) {
        return switch (world.services.get(slice.serviceKey())) {
            case Service.ClusterIp cluster -> shown(slice, cluster.publishNotReadyAddresses());
            case Service.Headless headless -> shown(slice, headless.publishNotReadyAddresses());
            case Service.ExternalName _ -> Map.of();
            case null -> Map.of();
        };
    }

    private Map<String, Set<Address>> shown(EndpointSlice slice, boolean publishesNotReady) {
        var shown = new TreeMap<String, Set<Address>>();
        for (var endpoint : slice.endpoints()) {
            if (endpoint.ready() || publishesNotReady) {
                for (var address : endpoint.addresses()) {
                    shown.computeIfAbsent(label(endpoint, address), _ -> new HashSet<>())
                            .add(address);
                }
            }
        }
        return shown;
    }

    private void reverse() {
        Map<Name, Set<Name>> services = new TreeMap<>();
        Map<Name, Set<Name>> headless = new TreeMap<>();
        Map<Name, Set<Name>> others = new TreeMap<>();
        for (var service : world.services.values()) {
            var owner = serviceName(service.key());
            switch (service) {
                case Service.ClusterIp cluster -> {
                    for (var address : cluster.addresses()) {
                        // In the order of their keys, and the first one only.
                        services.putIfAbsent(reverse(address), Set.of(owner));
                    }
                    targets(service.key()).forEach(target -> claim(others, target));
                }
                case Service.Headless _ -> targets(service.key()).forEach(target -> claim(headless, target));
                case Service.ExternalName _ -> {}
            }
        }
        var best = new TreeMap<>(others);
        best.putAll(headless);
        best.putAll(services);
        best.forEach(
                (address, owners) -> owners.forEach(owner -> add(new PTRRecord(address, DClass.IN, ttl(), owner))));
    }

    private static void claim(Map<Name, Set<Name>> claims, Target target) {
        claims.computeIfAbsent(reverse(target.address), _ -> new HashSet<>()).add(target.name);
    }

    private void pod(Pod pod) {
        for (var address : pod.addresses()) {
            var label = address.toString().replace('.', '-').replace(':', '-');
            add(address(name(label + "." + pod.key().namespace() + ".pod", zone), address));
        }
    }

    private String label(Endpoint endpoint, Address address) {
        if (endpoint.hostname() != null) {
            return endpoint.hostname();
        }
        if (config.namesEndpointsByPod()
                && endpoint.pod() != null
                && endpoint.pod().matches("[a-z0-9-]{1,63}")) {
            return endpoint.pod();
        }
        var dashed = address.toString().replace('.', '-').replace(':', '-');
        return dashed.endsWith("-") ? dashed + "0" : dashed;
    }

    private void add(Record record) {
        records.add(record);
        exists(record.getName());
    }

    /** With it are all names between it and the zone's. */
    private void exists(Name name) {
        names.add(name);
        for (var above = name; above.subdomain(zone) && !above.equals(zone); above = new Name(above, 1)) {
            names.add(above);
        }
    }

    private long ttl() {
        return config.ttl().toSeconds();
    }

    private Name serviceName(ObjectKey key) {
        return name(key.name() + "." + key.namespace() + ".svc", zone);
    }

    private Record address(Name owner, Address address) {
        return address.isV6()
                ? new AAAARecord(owner, DClass.IN, ttl(), inet(address))
                : new ARecord(owner, DClass.IN, ttl(), inet(address));
    }

    private static Name reverse(Address address) {
        return ReverseMap.fromAddress(inet(address));
    }

    private static InetAddress inet(Address address) {
        try {
            return InetAddress.getByAddress(address.bytes());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Name name(String text) {
        return name(text, Name.root);
    }

    private static Name name(String text, Name origin) {
        try {
            return Name.fromString(text, origin);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
