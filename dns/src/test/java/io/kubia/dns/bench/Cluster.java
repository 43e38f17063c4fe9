package io.kubia.dns.bench;

import io.kubia.dns.model.Address;
import io.kubia.dns.model.Change;
import io.kubia.dns.model.DnsName;
import io.kubia.dns.model.Endpoint;
import io.kubia.dns.model.EndpointSlice;
import io.kubia.dns.model.ObjectKey;
import io.kubia.dns.model.Port;
import io.kubia.dns.model.Protocol;
import io.kubia.dns.model.Service;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Headless services in a hundred namespaces, each with one slice of named endpoints, as StatefulSets have them.
 *
 * @param endpoints of each service
 */
record Cluster(int services, int endpoints) {
    private static final int NAMESPACES = 100;
    private static final List<Port> PORTS = List.of(new Port("http", Protocol.TCP, 8080));

    /** Everything there is, and that it is everything. */
    List<Change> everything() {
        var changes = new ArrayList<Change>();
        for (int service = 0; service < services; service++) {
            changes.add(new Change.PutService(new Service.Headless(key(service, ""), false)));
            changes.add(slice(service, -1));
        }
        changes.add(new Change.Synced());
        return changes;
    }

    /** A service's slice, all of its endpoints ready but one; -1 for none. */
    Change slice(int service, int notReady) {
        var list = new ArrayList<Endpoint>();
        for (int i = 0; i < endpoints; i++) {
            list.add(new Endpoint(List.of(address(service * endpoints + i)), "pod-" + i, i != notReady, null));
        }
        return new Change.PutSlice(new EndpointSlice(key(service, "-1"), "service-" + service, list, PORTS));
    }

    /** Asks for an endpoint's address. */
    ByteBuf question(int service, int endpoint) {
        var name = DnsName.parse(
                "pod-%d.service-%d.team-%d.svc.cluster.local".formatted(endpoint, service, service % NAMESPACES));
        return Unpooled.directBuffer()
                .writeBytes(new byte[] {0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0})
                .writeBytes(name.wire())
                .writeBytes(new byte[] {0, 1, 0, 1});
    }

    private static ObjectKey key(int service, String suffix) {
        return new ObjectKey("team-" + service % NAMESPACES, "service-" + service + suffix);
    }

    private static Address address(int i) {
        try {
            return Address.of(InetAddress.getByAddress(new byte[] {10, (byte) (i >>> 16), (byte) (i >>> 8), (byte) i}));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("address: " + i + " (expected: four bytes)", e);
        }
    }
}
