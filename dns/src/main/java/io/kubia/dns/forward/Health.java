package io.kubia.dns.forward;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which servers to ask first. Used on one thread.
 *
 * <pre>
 * state   event                          next
 * good    an answer                      good
 * good    no answer in time, or an error bad, for some seconds
 * bad     an answer                      good
 * bad     the seconds are over           good
 * </pre>
 *
 * A bad one is asked all the same, but last.
 */
final class Health {
    private static final long BAD_NANOS = Duration.ofSeconds(10).toNanos();

    private final Map<InetSocketAddress, Long> badUntil = new HashMap<>();

    List<InetSocketAddress> inOrder(List<InetSocketAddress> servers, long now) {
        badUntil.values().removeIf(until -> now - until >= 0);
        var order = new ArrayList<InetSocketAddress>();
        servers.stream().filter(server -> !badUntil.containsKey(server)).forEach(order::add);
        servers.stream().filter(badUntil::containsKey).forEach(order::add);
        return order;
    }

    void good(InetSocketAddress server) {
        badUntil.remove(server);
    }

    void bad(InetSocketAddress server, long now) {
        badUntil.put(server, now + BAD_NANOS);
    }
}
