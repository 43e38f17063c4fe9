package io.kubia.dns.zone;

import io.kubia.dns.model.Address;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names that tell an address themselves, such as {@code 10-0-0-1.default.pod.cluster.local}. */
final class PodLabel {
    private PodLabel() {}

    /** What stands at such a name in a namespace that is there; null when it is no such name. */
    static @Nullable NameNode find(Zone zone, ZoneNames naming, NameKey name) {
        int pods = name.indexOf(naming.pods());
        int namespace = 1 + name.byteAt(0);
        boolean hasTwoLabels = pods > namespace && namespace + 1 + name.byteAt(namespace) == pods;
        if (!hasTwoLabels) {
            return null;
        }
        var bytes = name.copy();
        var parent = new NameKey();
        parent.set(bytes, namespace, bytes.length - namespace);
        var address = address(new String(bytes, 1, bytes[0], StandardCharsets.ISO_8859_1));
        return address == null || zone.names().find(parent) == null
                ? null
                : new NameNode(name, bytes, new Content.Addresses(List.of(address)));
    }

    /** Three single dashes make an IPv4 address, others stand for the colons of IPv6 (CoreDNS). */
    private static @Nullable Address address(String label) {
        boolean isV4 = label.chars().filter(c -> c == '-').count() == 3 && !label.contains("--");
        boolean isWithoutDots = label.indexOf('.') < 0 && label.indexOf(':') < 0;
        var text = label.replace('-', isV4 ? '.' : ':');
        return isWithoutDots && Address.isAddress(text) ? Address.parse(text) : null;
    }
}
