package io.kubia.dns.zone;

import io.kubia.dns.model.DnsName;

/** All the names of one moment. Immutable, but for answers that it encodes when they are first asked for. */
public final class Zone {
    private final DnsName name;

    Zone(DnsName name) {
        this.name = name;
    }

    /** Where all of its names end. */
    public DnsName name() {
        return name;
    }

    /** Whether everything has been told that there was when the source began; until then nothing is answered. */
    public boolean isSynced() {
        return false;
    }

    /** Grows with every change (RFC 1982): the time of the last one in seconds, or more when they come faster. */
    public int serial() {
        return 0;
    }

    /** How much there is in it. */
    public Size size() {
        return new Size(0, 0, 0);
    }

    /**
     * How much there is in a zone.
     *
     * @param endpoints ready or not, each counted once for each service that it belongs to
     * @param names those in between included, and those of addresses
     */
    public record Size(int services, int endpoints, int names) {}
}
