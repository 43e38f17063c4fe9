package io.kubia.dns.model;

import java.util.Locale;

/** The protocol of a port. */
public enum Protocol {
    TCP,
    UDP,
    SCTP;

    /** How it stands in the name of an SRV record, less the underscore. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
