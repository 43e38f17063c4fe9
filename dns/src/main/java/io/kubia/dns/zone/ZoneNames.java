package io.kubia.dns.zone;

import io.kubia.dns.model.Address;
import io.kubia.dns.model.DnsName;
import io.kubia.dns.model.ObjectKey;
import io.kubia.dns.model.Protocol;
import org.jspecify.annotations.Nullable;

/** How the names of a zone are put together, as they stand in packets, in lower case. */
final class ZoneNames {
    private static final int MAX_LABEL = 63;
    private static final byte[] IPV4 = DnsName.parse("in-addr.arpa").wire();
    private static final byte[] IPV6 = DnsName.parse("ip6.arpa").wire();
    private static final String HEX = "0123456789abcdef";

    private final byte[] apex;
    private final byte[] services;
    private final byte[] pods;

    ZoneNames(DnsName zone) {
        apex = zone.lowerCase().wire();
        services = child("svc", apex);
        pods = child("pod", apex);
    }

    byte[] apex() {
        return apex;
    }

    /** Above all services' namespaces. */
    byte[] services() {
        return services;
    }

    /** Above all pods' namespaces. */
    byte[] pods() {
        return pods;
    }

    byte[] serviceNamespace(String namespace) {
        return child(namespace, services);
    }

    byte[] podNamespace(String namespace) {
        return child(namespace, pods);
    }

    byte[] service(ObjectKey key) {
        return child(key.name(), serviceNamespace(key.namespace()));
    }

    byte[] pod(String namespace, Address address) {
        return child(dashed(address), podNamespace(namespace));
    }

    /** A name that every zone has. */
    static byte[] fixed(String label, byte[] parent) {
        return child(label, parent);
    }

    static byte[] endpoint(String label, byte[] service) {
        return child(label, service);
    }

    static byte[] protocol(Protocol protocol, byte[] service) {
        return child("_" + protocol.label(), service);
    }

    /** Null when the port's name is so long that no name can be made of it. */
    static byte @Nullable [] port(PortFilter port, byte[] service) {
        var label = "_" + port.name();
        var parent = protocol(port.protocol(), service);
        boolean fits = label.length() <= MAX_LABEL && 1 + label.length() + parent.length <= DnsName.MAX_LENGTH;
        return fits ? child(label, parent) : null;
    }

    /** The name of an endpoint that has no hostname, as CoreDNS makes it. */
    static String endpointLabel(Address address) {
        var label = dashed(address);
        return label.endsWith("-") ? label + "0" : label;
    }

    static byte[] reverse(Address address) {
        var labels = new StringBuilder();
        for (int i = address.length() - 1; i >= 0; i--) {
            int b = address.byteAt(i) & 0xFF;
            if (address.isV6()) {
                labels.append(HEX.charAt(b & 0xF)).append('.').append(HEX.charAt(b >>> 4));
            } else {
                labels.append(b);
            }
            labels.append('.');
        }
        return below(labels.toString(), address.isV6() ? IPV6 : IPV4);
    }

    /** Where the tree of addresses begins that a name is in; -1 when it is in neither. */
    static int reverseTree(NameKey name) {
        int start = name.indexOf(IPV4);
        return start >= 0 ? start : name.indexOf(IPV6);
    }

    private static String dashed(Address address) {
        return address.toString().replace(address.isV6() ? ':' : '.', '-');
    }

    private static byte[] child(String label, byte[] parent) {
        return below(label + ".", parent);
    }

    /** Labels, each with a dot behind it. */
    private static byte[] below(String labels, byte[] parent) {
        var name = new byte[labels.length() + parent.length];
        if (name.length > DnsName.MAX_LENGTH) {
            throw new IllegalStateException("name: " + labels + " and " + parent.length + " bytes (expected: 255)");
        }
        int start = 0;
        for (int i = 0; i < labels.length(); i++) {
            if (labels.charAt(i) == '.') {
                name[start] = (byte) (i - start);
                start = i + 1;
            } else {
                name[i + 1] = (byte) labels.charAt(i);
            }
        }
        System.arraycopy(parent, 0, name, labels.length(), parent.length);
        return name;
    }
}
