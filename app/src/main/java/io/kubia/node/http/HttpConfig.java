package io.kubia.node.http;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What the server is told, with a limit for everything that comes from outside.
 *
 * @param listen where to listen
 * @param name this node's name, as its answers give it
 * @param maxBody bytes that a body may have
 * @param maxConnections connections open at once; one more is told so and closed
 * @param requestTimeout how long a request's head may take, how long its body may pause, and how long a client may take
 *     nothing of its answer
 * @param idleTimeout how long a connection may stay open between requests
 */
public record HttpConfig(
        InetSocketAddress listen,
        String name,
        long maxBody,
        int maxConnections,
        Duration requestTimeout,
        Duration idleTimeout) {
    /** Longest request line: beyond it 414. */
    static final int MAX_REQUEST_LINE = 8 * 1024;

    /** All header fields together: beyond it 431. */
    static final int MAX_HEADERS = 16 * 1024;

    /** What one read of a connection may bring, and what it may have waiting to be handled. */
    static final int READ_BUFFER = 16 * 1024;

    /** Bytes that wait to be taken by a slow client before no more are made. */
    static final int WRITE_BUFFER = 128 * 1024;

    /** A body that arrives slower than this, once the request's time is over, is given up. */
    static final int MIN_BODY_BYTES_PER_SECOND = 4 * 1024;

    public HttpConfig {
        check(!name.isBlank(), "name", name, "a host name");
        check(maxBody >= 0, "maxBody", maxBody, ">= 0");
        check(maxConnections > 0, "maxConnections", maxConnections, "> 0");
        check(requestTimeout.isPositive(), "requestTimeout", requestTimeout, "> 0");
        check(idleTimeout.isPositive(), "idleTimeout", idleTimeout, "> 0");
    }

    private static void check(boolean holds, String field, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("%s: %s (expected: %s)".formatted(field, value, expected));
        }
    }
}
