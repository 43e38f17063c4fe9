package io.kubia.dns.zone;

/** The weight of an SRV record, as CoreDNS shares it out. */
final class Weight {
    private static final int WHOLE = 100;

    private Weight() {}

    /** Among so many pairs of an address and a port, those included that end up in the same record. */
    static int of(long pairs) {
        return (int) Math.max(1, WHOLE / Math.max(1, pairs));
    }
}
