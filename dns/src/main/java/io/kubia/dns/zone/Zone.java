package io.kubia.dns.zone;

import io.kubia.dns.model.DnsName;

/** All the names of one moment. Immutable, but for answers that it encodes when they are first asked for. */
public final class Zone {
    /** Where all of its names end. */
    public DnsName name() {
        throw new UnsupportedOperationException();
    }

    /** Whether everything has been told that there was when the source began; until then nothing is answered. */
    public boolean isSynced() {
        throw new UnsupportedOperationException();
    }

    /** Grows with every change (RFC 1982): the time of the last one in seconds, or more when they come faster. */
    public int serial() {
        throw new UnsupportedOperationException();
    }

    /** How much there is in it. */
    public Size size() {
        throw new UnsupportedOperationException();
    }

    /**
     * How much there is in a zone.
     *
     * @param endpoints ready or not, each counted once for each service that it belongs to
     * @param names those in between included, and those of addresses
     */
    public record Size(int services, int endpoints, int names) {}
}
