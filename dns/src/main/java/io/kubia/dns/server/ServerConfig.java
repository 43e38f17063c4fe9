package io.kubia.dns.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Where and for whom to answer.
 *
 * @param listen where, each by UDP and by TCP; a port 0 means any that is free for both
 * @param threads event loops; one answers some hundred thousand questions a second
 * @param transfers who may have the whole zone
 * @param maxConnections open by TCP at once; beyond them the one that was silent for longest is closed
 * @param idleTimeout how long a connection may stay open after a question or an answer; a question must have come
 *     whole within it, and an answer must be taken
 */
public record ServerConfig(
        List<InetSocketAddress> listen, int threads, ClientList transfers, int maxConnections, Duration idleTimeout) {
    private static final int MAX_ADDRESSES = 64;
    private static final int MAX_THREADS = 256;
    private static final int MAX_CONNECTIONS = 1_000_000;
    private static final Duration MAX_IDLE = Duration.ofHours(1);

    public ServerConfig {
        listen = List.copyOf(listen);
        check("listen", listen.size(), MAX_ADDRESSES);
        check("threads", threads, MAX_THREADS);
        check("maxConnections", maxConnections, MAX_CONNECTIONS);
        if (idleTimeout.toMillis() < 1 || idleTimeout.compareTo(MAX_IDLE) > 0) {
            throw new IllegalArgumentException("idleTimeout: " + idleTimeout + " (expected: 1 ms to 1 h)");
        }
    }

    /** Everything but where as it is unless told otherwise. */
    public static ServerConfig defaults(InetSocketAddress listen) {
        return new ServerConfig(List.of(listen), 1, ClientList.NOBODY, 1_000, Duration.ofSeconds(10));
    }

    /** Whether this server can be asked there. */
    public boolean listensAt(InetSocketAddress address) {
        return listen.stream()
                .filter(own -> own.getPort() == address.getPort())
                .map(InetSocketAddress::getAddress)
                .anyMatch(own -> own.equals(address.getAddress())
                        || (own.isAnyLocalAddress() && LocalAddresses.isOurs(address.getAddress())));
    }

    private static void check(String field, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException("%s: %d (expected: 1 to %d)".formatted(field, value, max));
        }
    }
}
