package io.kubia.dns.server;

import java.util.Locale;

/** How a request came, and its answer goes. */
enum Via {
    UDP,
    TCP;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
