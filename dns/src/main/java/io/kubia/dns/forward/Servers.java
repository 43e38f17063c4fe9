package io.kubia.dns.forward;

import java.net.InetSocketAddress;
import java.util.List;

/** Whom to ask, in this order. */
public interface Servers {
    /** As it is now; empty when there is nobody. Any thread may call, and never waits. */
    List<InetSocketAddress> now();

    /** Always the same ones. */
    static Servers fixed(List<InetSocketAddress> servers) {
        var all = List.copyOf(servers);
        return () -> all;
    }
}
