package io.kubia.dns.zone;

import io.kubia.dns.model.Address;
import io.kubia.dns.model.Port;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Endpoints: all of a headless service, some ports of theirs, or those of one name. */
final class EndpointContent implements Content {
    private final List<List<Part>> slices;
    private final @Nullable PortFilter filter;

    /**
     * @param slices what each slice tells; parts of the same slice have the same ports
     * @param filter null at a service's or an endpoint's name, which has the addresses, and SRV records for every port,
     *     named or not
     */
    EndpointContent(List<List<Part>> slices, @Nullable PortFilter filter) {
        this.slices = slices;
        this.filter = filter;
    }

    /** Those of one name, as the slices tell of it. */
    static EndpointContent of(List<Part> parts) {
        return new EndpointContent(parts.stream().map(List::of).toList(), null);
    }

    /** All parts, slice by slice. */
    List<Part> parts() {
        return slices.stream().flatMap(List::stream).toList();
    }

    @Override
    public void write(int type, RecordWriter out) {
        if (type == RecordType.SRV) {
            writeServices(out);
        } else if (filter == null) {
            writeAddresses(type, out);
        }
    }

    private void writeAddresses(int type, RecordWriter out) {
        var written = new HashSet<Address>();
        for (var slice : slices) {
            for (var part : slice) {
                // One by one, as the rest of very many need not be looked at.
                for (var address : part.addresses()) {
                    if (out.isCut()) {
                        return;
                    }
                    if (written.add(address)) {
                        Content.writeAddresses(type, List.of(address), out);
                    }
                }
            }
        }
    }

    private void writeServices(RecordWriter out) {
        int weight = Weight.of(pairs());
        Map<String, Target> targets = new LinkedHashMap<>();
        for (var slice : slices) {
            for (var part : slice) {
                var target = targets.computeIfAbsent(part.label(), _ -> new Target(part.name()));
                for (var port : part.ports()) {
                    if (out.isCut()) {
                        return;
                    }
                    if (accepts(port) && port.number() != 0 && target.ports.add(port.number())) {
                        int position = out.service(weight, port.number(), part.name());
                        target.position = target.position == 0 ? position : target.position;
                    }
                }
                target.addresses.addAll(part.addresses());
            }
        }
        for (var target : targets.values()) {
            if (target.position != 0) {
                out.additional(target.position, target.name, target.addresses);
            }
        }
    }

    /** Where several records point to. */
    private static final class Target {
        private final byte[] name;
        private final Set<Integer> ports = new HashSet<>();
        private final Set<Address> addresses = new LinkedHashSet<>();
        private int position;

        private Target(byte[] name) {
            this.name = name;
        }
    }

    /** CoreDNS counts a slice without ports as if it had one, though no record comes of it. */
    private long pairs() {
        long pairs = 0;
        for (var slice : slices) {
            for (var part : slice) {
                long ports = part.ports().isEmpty() && filter == null
                        ? 1
                        : part.ports().stream().filter(this::accepts).count();
                pairs += ports * part.addresses().size();
            }
        }
        return pairs;
    }

    private boolean accepts(Port port) {
        return filter == null || filter.accepts(port);
    }
}
