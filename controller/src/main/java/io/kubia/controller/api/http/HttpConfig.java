package io.kubia.controller.api.http;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What the server is told, with a limit for everything that comes from outside.
 *
 * @param listen where to listen
 * @param names host names by which clients may call it, besides localhost and the address that they have reached
 * @param token what clients must show; needed when it listens on more than loopback
 * @param tls speaks TLS
 * @param maxBody bytes of a request's body
 * @param maxConnections connections open at once
 * @param maxRequests requests being answered at once, watches and other streams not counted
 * @param requestTimeout how long a request may take to come, and its answer to begin
 * @param idleTimeout how long a connection may stay open between requests, and how long a client may take nothing
 */
public record HttpConfig(
        InetSocketAddress listen,
        Set<String> names,
        Optional<Token> token,
        Optional<Tls> tls,
        int maxBody,
        int maxConnections,
        int maxRequests,
        Duration requestTimeout,
        Duration idleTimeout) {
    /** Longest request line: a watch with a long selector is still far from it. */
    static final int MAX_REQUEST_LINE = 16 * 1024;

    /** All header fields together. */
    static final int MAX_HEADERS = 32 * 1024;

    static final int READ_BUFFER = 32 * 1024;

    /** Bytes that wait for a slow client before no more are made. */
    static final int WRITE_BUFFER = 256 * 1024;

    public HttpConfig {
        names = Set.copyOf(names);
        check(maxBody > 0, "maxBody", maxBody, "> 0");
        check(maxConnections > 0, "maxConnections", maxConnections, "> 0");
        check(maxRequests > 0, "maxRequests", maxRequests, "> 0");
        check(requestTimeout.isPositive(), "requestTimeout", requestTimeout, "> 0");
        check(idleTimeout.isPositive(), "idleTimeout", idleTimeout, "> 0");
        check(
                token.isPresent()
                        || listen.isUnresolved()
                        || listen.getAddress().isLoopbackAddress(),
                "listen",
                listen.getHostString(),
                "a loopback address, unless clients must show a token");
    }

    /** The defaults for an address. */
    public static HttpConfig of(InetSocketAddress listen) {
        return new HttpConfig(
                listen,
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                3 * 1024 * 1024,
                2_000,
                400,
                Duration.ofSeconds(60),
                Duration.ofSeconds(180));
    }

    public HttpConfig withToken(Token shown) {
        return new HttpConfig(
                listen,
                names,
                Optional.of(shown),
                tls,
                maxBody,
                maxConnections,
                maxRequests,
                requestTimeout,
                idleTimeout);
    }

    public HttpConfig withNames(Set<String> more) {
        return new HttpConfig(
                listen, more, token, tls, maxBody, maxConnections, maxRequests, requestTimeout, idleTimeout);
    }

    public HttpConfig withTls(Tls files) {
        return new HttpConfig(
                listen,
                names,
                token,
                Optional.of(files),
                maxBody,
                maxConnections,
                maxRequests,
                requestTimeout,
                idleTimeout);
    }

    public HttpConfig withLimits(int connections, int requests) {
        return new HttpConfig(listen, names, token, tls, maxBody, connections, requests, requestTimeout, idleTimeout);
    }

    public HttpConfig withTimeouts(Duration request, Duration idle) {
        return new HttpConfig(listen, names, token, tls, maxBody, maxConnections, maxRequests, request, idle);
    }

    /** A certificate with its chain, and its key, both in PEM files; the key in PKCS #8. */
    public record Tls(Path certificate, Path key) {}

    private static void check(boolean holds, String field, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: " + expected + ")");
        }
    }
}
