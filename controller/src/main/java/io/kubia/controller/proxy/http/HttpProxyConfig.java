package io.kubia.controller.proxy.http;

import java.time.Duration;

/**
 * The limits of proxied requests. How many there are at once is limited by the API's connections, each of which has one at
 * a time.
 *
 * @param connectTimeout how long one attempt to connect may take
 * @param attempts how many endpoints of a service are tried, when they refuse, before the client is told
 * @param idleTimeout how long nothing may move in either direction
 */
public record HttpProxyConfig(Duration connectTimeout, int attempts, Duration idleTimeout) {
    public static final HttpProxyConfig DEFAULT = new HttpProxyConfig(Duration.ofSeconds(5), 3, Duration.ofMinutes(10));

    public HttpProxyConfig {
        check(connectTimeout.isPositive(), "connectTimeout", connectTimeout);
        check(attempts > 0, "attempts", attempts);
        check(idleTimeout.isPositive(), "idleTimeout", idleTimeout);
    }

    private static void check(boolean holds, String field, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: > 0)");
        }
    }
}
