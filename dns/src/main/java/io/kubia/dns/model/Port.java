package io.kubia.dns.model;

/**
 * A port of a service or of an endpoint slice.
 *
 * @param name empty for a port without one, which has no SRV record of its own name
 * @param number 0 for an endpoint slice's port that stands for all of them, which has no SRV record at all
 */
public record Port(String name, Protocol protocol, int number) {
    public Port {
        if (!name.isEmpty()) {
            Label.check("port name", name);
        }
        if (number < 0 || number > 65535) {
            throw new IllegalArgumentException("port: " + number + " (expected: 0 to 65535)");
        }
    }
}
