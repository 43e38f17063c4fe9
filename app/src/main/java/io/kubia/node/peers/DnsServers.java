package io.kubia.node.peers;

import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import org.xbill.DNS.ResolverConfig;

/** Whom to ask: the servers that were configured, else the system's, which are read with the first look-up. */
final class DnsServers {
    /** More are not worth their time: the C library stops at three. */
    private static final int MAX_SERVERS = 8;

    private final List<InetSocketAddress> configured;

    DnsServers(List<InetSocketAddress> configured) {
        this.configured = configured;
    }

    /** In the order in which they should be asked; never empty. */
    List<InetSocketAddress> current() {
        var servers = configured.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : configured;
        return new LinkedHashSet<>(servers).stream().limit(MAX_SERVERS).toList();
    }

    /** None of them could say: perhaps the system has others by now, as a laptop does in another network. */
    void refresh() {
        if (configured.isEmpty()) {
            ResolverConfig.refresh();
        }
    }
}
