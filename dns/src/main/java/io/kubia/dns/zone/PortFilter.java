package io.kubia.dns.zone;

import io.kubia.dns.model.Port;
import io.kubia.dns.model.Protocol;

/** The ports that a name such as {@code _http._tcp} in front of a service's stands for. */
record PortFilter(String name, Protocol protocol) {
    boolean accepts(Port port) {
        return port.protocol() == protocol && port.name().equals(name);
    }
}
