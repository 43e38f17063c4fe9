package io.kubia.controller.proxy.service;

import java.time.Duration;

/**
 * What service addresses are told.
 *
 * @param servesClusterAddresses whether to listen at services' own addresses; where pods are containers others do that
 * @param publicAddress of this machine, for services that are to be reached from outside
 * @param connectTimeout how long one attempt to connect to a pod may take
 * @param attempts how many pods are tried, when they refuse, before the client is turned away
 * @param drain how long connections may go on after their service or their pod is gone
 * @param idleTimeout how long nothing may move on a connection in either direction
 * @param maxConnections open at once, over all services
 * @param retry how long to wait before a port that is in use is tried again
 */
public record ServiceProxyConfig(
        boolean servesClusterAddresses,
        String publicAddress,
        Duration connectTimeout,
        int attempts,
        Duration drain,
        Duration idleTimeout,
        int maxConnections,
        Duration retry) {
    public static final ServiceProxyConfig DEFAULT = new ServiceProxyConfig(
            true,
            "127.0.0.1",
            Duration.ofSeconds(2),
            3,
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            4_000,
            Duration.ofSeconds(5));

    public ServiceProxyConfig {
        check(connectTimeout.isPositive(), "connectTimeout", connectTimeout);
        check(attempts > 0, "attempts", attempts);
        check(drain.isPositive(), "drain", drain);
        check(idleTimeout.isPositive(), "idleTimeout", idleTimeout);
        check(maxConnections > 0, "maxConnections", maxConnections);
        check(retry.isPositive(), "retry", retry);
    }

    private static void check(boolean holds, String field, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: > 0)");
        }
    }

    public ServiceProxyConfig withClusterAddresses(boolean served) {
        return new ServiceProxyConfig(
                served, publicAddress, connectTimeout, attempts, drain, idleTimeout, maxConnections, retry);
    }

    public ServiceProxyConfig withPublicAddress(String address) {
        return new ServiceProxyConfig(
                servesClusterAddresses, address, connectTimeout, attempts, drain, idleTimeout, maxConnections, retry);
    }

    public ServiceProxyConfig withDrain(Duration limit) {
        return new ServiceProxyConfig(
                servesClusterAddresses,
                publicAddress,
                connectTimeout,
                attempts,
                limit,
                idleTimeout,
                maxConnections,
                retry);
    }

    public ServiceProxyConfig withLimits(Duration idle, int connections) {
        return new ServiceProxyConfig(
                servesClusterAddresses, publicAddress, connectTimeout, attempts, drain, idle, connections, retry);
    }
}
