package io.kubia.dns.world;

import io.kubia.dns.model.Address;
import io.kubia.dns.model.Change;
import io.kubia.dns.model.DnsName;
import io.kubia.dns.model.Endpoint;
import io.kubia.dns.model.EndpointSlice;
import io.kubia.dns.model.ObjectKey;
import io.kubia.dns.model.Pod;
import io.kubia.dns.model.Port;
import io.kubia.dns.model.Protocol;
import io.kubia.dns.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Changes of every kind to a small cluster, in which names, addresses and services meet all the time. */
public final class RandomChanges {
    private static final List<String> NAMESPACES = List.of("default", "shop");
    private static final List<String> SERVICES = List.of("kubia", "api", "web");
    private static final List<String> PORT_NAMES = List.of("", "http", "peer");

    private final RandomGenerator random;
    private final World world;

    /** Keeps {@code world} as the changes say. */
    public RandomChanges(RandomGenerator random, World world) {
        this.random = random;
        this.world = world;
    }

    /** The next one. */
    public Change next() {
        return switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4 -> put(service());
            case 5 -> {
                var key = serviceKey();
                world.services.remove(key);
                yield new Change.RemoveService(key);
            }
            case 6, 7, 8, 9, 10, 11, 12, 13 -> put(slice());
            case 14 -> {
                var key = sliceKey();
                world.slices.remove(key);
                yield new Change.RemoveSlice(key);
            }
            case 15, 16 -> {
                var pod = new Pod(new ObjectKey(pick(NAMESPACES), "pod-" + random.nextInt(3)), addresses(2));
                world.put(pod);
                yield new Change.PutPod(pod);
            }
            case 17 -> {
                var key = new ObjectKey(pick(NAMESPACES), "pod-" + random.nextInt(3));
                world.pods.remove(key);
                yield new Change.RemovePod(key);
            }
            case 18 -> {
                var name = pick(NAMESPACES);
                world.namespaces.add(name);
                yield new Change.PutNamespace(name);
            }
            case 19 -> {
                var name = pick(NAMESPACES);
                world.namespaces.remove(name);
                yield new Change.RemoveNamespace(name);
            }
            case 20 -> replaceServices();
            case 21 -> replaceSlices();
            case 22 -> replaceNamespaces();
            default -> replacePods();
        };
    }

    private Change put(Service service) {
        world.put(service);
        return new Change.PutService(service);
    }

    private Change put(EndpointSlice slice) {
        world.put(slice);
        return new Change.PutSlice(slice);
    }

    private Change replaceServices() {
        world.services.values().removeIf(_ -> random.nextInt(3) == 0);
        world.put(service());
        return new Change.ReplaceServices(List.copyOf(world.services.values()));
    }

    private Change replaceSlices() {
        world.slices.values().removeIf(_ -> random.nextInt(3) == 0);
        world.put(slice());
        return new Change.ReplaceSlices(List.copyOf(world.slices.values()));
    }

    private Change replaceNamespaces() {
        world.namespaces.removeIf(_ -> random.nextBoolean());
        return new Change.ReplaceNamespaces(List.copyOf(world.namespaces));
    }

    private Change replacePods() {
        world.pods.values().removeIf(_ -> random.nextInt(3) == 0);
        return new Change.ReplacePods(List.copyOf(world.pods.values()));
    }

    private Service service() {
        var key = serviceKey();
        return switch (random.nextInt(7)) {
            case 0 ->
                new Service.ExternalName(
                        key,
                        DnsName.parse(pick(List.of(
                                "kubia.default.svc.cluster.local",
                                "api.shop.svc.cluster.local",
                                "example.com",
                                "10.0.0.1"))));
            case 1, 2 -> new Service.ClusterIp(key, addresses(2), clusterPorts(), random.nextInt(4) == 0);
            default -> new Service.Headless(key, random.nextInt(4) == 0);
        };
    }

    private EndpointSlice slice() {
        var endpoints = new ArrayList<Endpoint>();
        for (int i = random.nextInt(4); i > 0; i--) {
            endpoints.add(new Endpoint(
                    addresses(2),
                    random.nextInt(3) == 0 ? null : "kubia-" + random.nextInt(3),
                    random.nextInt(3) != 0,
                    random.nextBoolean() ? "pod-" + random.nextInt(3) : null));
        }
        return new EndpointSlice(sliceKey(), pick(SERVICES), endpoints, ports(0));
    }

    private ObjectKey serviceKey() {
        return new ObjectKey(pick(NAMESPACES), pick(SERVICES));
    }

    private ObjectKey sliceKey() {
        return new ObjectKey(pick(NAMESPACES), "slice-" + random.nextInt(5));
    }

    private List<Address> addresses(int max) {
        var addresses = new ArrayList<Address>();
        for (int i = random.nextInt(max + 1); i > 0; i--) {
            int last = random.nextInt(8);
            addresses.add(Address.parse(random.nextInt(3) == 0 ? "fd00::" + last : "10.0.0." + last));
        }
        return addresses.stream().distinct().toList();
    }

    private List<Port> clusterPorts() {
        return ports(1);
    }

    private List<Port> ports(int lowest) {
        var ports = new ArrayList<Port>();
        for (int i = random.nextInt(3); i > 0; i--) {
            int number = random.nextInt(10) == 0 ? lowest : 80 + random.nextInt(2);
            ports.add(new Port(pick(PORT_NAMES), random.nextInt(4) == 0 ? Protocol.UDP : Protocol.TCP, number));
        }
        return ports.stream().distinct().toList();
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
