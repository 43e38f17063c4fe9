package io.kubia.dns.model;

import java.util.LinkedHashSet;
import java.util.List;

/** A service, by what its name leads to. */
public sealed interface Service {
    /** Its namespace and name; the name is one label. */
    ObjectKey key();

    /**
     * One that has addresses of its own.
     *
     * @param addresses of either family; none as long as none has been allocated
     * @param publishNotReadyAddresses whether its endpoints' names lead to those too that are not ready
     */
    record ClusterIp(ObjectKey key, List<Address> addresses, List<Port> ports, boolean publishNotReadyAddresses)
            implements Service {
        public ClusterIp {
            Label.check("name", key.name());
            addresses = List.copyOf(new LinkedHashSet<>(addresses));
            ports = List.copyOf(ports);
            for (var port : ports) {
                if (port.number() == 0) {
                    throw new IllegalArgumentException("port: 0 (expected: 1 to 65535)");
                }
            }
        }
    }

    /**
     * One whose name leads to its endpoints. It needs no ports: those of the endpoints count.
     *
     * @param publishNotReadyAddresses whether it leads to those too that are not ready
     */
    record Headless(ObjectKey key, boolean publishNotReadyAddresses) implements Service {
        public Headless {
            Label.check("name", key.name());
        }
    }

    /** One whose name is another's alias. */
    record ExternalName(ObjectKey key, DnsName target) implements Service {
        public ExternalName {
            Label.check("name", key.name());
        }
    }
}
