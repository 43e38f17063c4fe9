package io.kubia.dns.zone;

import io.kubia.dns.model.Address;
import io.kubia.dns.model.Port;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service with addresses of its own, or some of its ports. */
final class ClusterContent implements Content {
    private final byte[] target;
    private final List<Address> addresses;
    private final List<Port> ports;
    private final @Nullable PortFilter filter;

    /**
     * @param target the service's own name
     * @param filter null at the service's own name, which has its addresses, and an SRV record for every port, named or
     *     not
     */
    ClusterContent(byte[] target, List<Address> addresses, List<Port> ports, @Nullable PortFilter filter) {
        this.target = target;
        this.addresses = addresses;
        this.ports = ports;
        this.filter = filter;
    }

    @Override
    public void write(int type, RecordWriter out) {
        if (type == RecordType.SRV) {
            writeServices(out);
        } else if (filter == null) {
            Content.writeAddresses(type, addresses, out);
        }
    }

    private void writeServices(RecordWriter out) {
        var wanted = ports.stream()
                .filter(port -> filter == null || filter.accepts(port))
                .toList();
        int weight = Weight.of((long) wanted.size() * addresses.size());
        var written = new HashSet<Integer>();
        int position = 0;
        for (var port : wanted) {
            if (!addresses.isEmpty() && written.add(port.number())) {
                int next = out.service(weight, port.number(), target);
                position = position == 0 ? next : position;
            }
        }
        if (position != 0) {
            out.additional(position, target, addresses);
        }
    }
}
