package io.kubia.dns.zone;

import io.kubia.dns.model.Address;
import io.kubia.dns.model.ObjectKey;
import io.kubia.dns.model.Port;
import java.util.List;

/** What one slice tells of one endpoint's name: the addresses that it shows. */
final class Part implements Comparable<Part> {
    private final ObjectKey slice;
    private final String label;
    private final byte[] name;
    private final List<Address> addresses;
    private final List<Port> ports;

    /**
     * @param label the first part of the name
     * @param name all of the name
     * @param addresses at least one, each once
     * @param ports of the slice; none when it tells no ports
     */
    Part(ObjectKey slice, String label, byte[] name, List<Address> addresses, List<Port> ports) {
        this.slice = slice;
        this.label = label;
        this.name = name;
        this.addresses = addresses;
        this.ports = ports;
    }

    ObjectKey slice() {
        return slice;
    }

    String label() {
        return label;
    }

    byte[] name() {
        return name;
    }

    List<Address> addresses() {
        return addresses;
    }

    List<Port> ports() {
        return ports;
    }

    /** Whether a slice that tells these would be told nothing new by this. */
    boolean tells(List<Address> otherAddresses, List<Port> otherPorts) {
        return addresses.equals(otherAddresses) && ports.equals(otherPorts);
    }

    /** By slice, so that answers do not depend on the order in which slices were learned. */
    @Override
    public int compareTo(Part other) {
        return slice.compareTo(other.slice);
    }
}
