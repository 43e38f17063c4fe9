package io.kubia.dns.world;

import io.kubia.dns.model.Address;
import io.kubia.dns.model.DnsName;
import io.kubia.dns.model.Endpoint;
import io.kubia.dns.model.EndpointSlice;
import io.kubia.dns.model.ObjectKey;
import io.kubia.dns.model.Pod;
import io.kubia.dns.model.Port;
import io.kubia.dns.model.Protocol;
import io.kubia.dns.model.Service;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects in one line each:
 *
 * <pre>
 * namespace NAME
 * cluster   NAMESPACE/NAME [ADDRESS…] [PORT…] [publish-not-ready]
 * headless  NAMESPACE/NAME [publish-not-ready]
 * external  NAMESPACE/NAME TARGET
 * slice     NAMESPACE/NAME SERVICE [PORT…]
 *   endpoint  [HOSTNAME] ADDRESS… [not-ready] [pod=NAME]
 * pod       NAMESPACE/NAME ADDRESS…
 * </pre>
 *
 * A port is {@code [NAME:]NUMBER/PROTOCOL}; an endpoint belongs to the slice above it.
 */
public final class WorldText {
    private final World world = new World();
    private @Nullable EndpointSlice slice;

    public World world() {
        return world;
    }

    /** Returns whether the line is one of these. */
    public boolean read(String line) {
        var words = new ArrayList<>(Arrays.asList(line.strip().split("\\s+")));
        var kind = words.removeFirst();
        switch (kind) {
            case "namespace" -> world.namespaces.add(words.removeFirst());
            case "cluster" -> {
                boolean publishes = words.remove("publish-not-ready");
                var key = key(words.removeFirst());
                world.put(new Service.ClusterIp(key, takeAddresses(words), takePorts(words), publishes));
            }
            case "headless" -> {
                boolean publishes = words.remove("publish-not-ready");
                world.put(new Service.Headless(key(words.removeFirst()), publishes));
            }
            case "external" -> {
                var key = key(words.removeFirst());
                world.put(new Service.ExternalName(key, DnsName.parse(words.removeFirst())));
            }
            case "slice" -> {
                var key = key(words.removeFirst());
                var service = words.removeFirst();
                put(new EndpointSlice(key, service, List.of(), takePorts(words)));
            }
            case "endpoint" -> readEndpoint(words);
            case "pod" -> {
                var key = key(words.removeFirst());
                world.put(new Pod(key, takeAddresses(words)));
            }
            default -> {
                return false;
            }
        }
        if (!words.isEmpty()) {
            throw new IllegalArgumentException(line + ": what is " + words + "?");
        }
        return true;
    }

    private void readEndpoint(List<String> words) {
        if (slice == null) {
            throw new IllegalArgumentException("endpoint " + words + ": of which slice?");
        }
        boolean isReady = !words.remove("not-ready");
        var pod = words.stream()
                .filter(word -> word.startsWith("pod="))
                .findFirst()
                .orElse(null);
        words.remove(pod);
        var hostname = Address.isAddress(words.getFirst()) ? null : words.removeFirst();
        var endpoints = new ArrayList<>(slice.endpoints());
        endpoints.add(new Endpoint(
                takeAddresses(words), hostname, isReady, pod == null ? null : pod.substring("pod=".length())));
        put(new EndpointSlice(slice.key(), slice.service(), endpoints, slice.ports()));
    }

    private void put(EndpointSlice newest) {
        slice = newest;
        world.put(newest);
    }

    private static ObjectKey key(String text) {
        int slash = text.indexOf('/');
        return new ObjectKey(text.substring(0, slash), text.substring(slash + 1));
    }

    private static List<Address> takeAddresses(List<String> words) {
        var addresses = new ArrayList<Address>();
        while (!words.isEmpty() && Address.isAddress(words.getFirst())) {
            addresses.add(Address.parse(words.removeFirst()));
        }
        return addresses;
    }

    private static List<Port> takePorts(List<String> words) {
        var ports = new ArrayList<Port>();
        while (!words.isEmpty()) {
            var word = words.removeFirst();
            int colon = word.indexOf(':');
            int slash = word.indexOf('/');
            ports.add(new Port(
                    colon < 0 ? "" : word.substring(0, colon),
                    Protocol.valueOf(word.substring(slash + 1)),
                    Integer.parseInt(word.substring(colon + 1, slash))));
        }
        return ports;
    }
}
