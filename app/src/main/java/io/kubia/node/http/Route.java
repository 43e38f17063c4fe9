package io.kubia.node.http;

import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The paths there are, and what may be done with them. */
enum Route {
    CLUSTER("/", "GET, HEAD, POST, PUT, OPTIONS"),
    DATA("/data", "GET, HEAD, DELETE, OPTIONS"),
    PEERS("/peers", "GET, HEAD, OPTIONS"),
    HEALTH("/healthz", "GET, HEAD, OPTIONS"),
    READY("/readyz", "GET, HEAD, OPTIONS"),
    METRICS("/metrics", "GET, HEAD, OPTIONS");

    /** The methods that HTTP itself knows: another one is not refused here but unknown everywhere (RFC 9110, 9.1). */
    private static final Set<String> KNOWN_METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT");

    private static final Map<String, Route> BY_PATH =
            Stream.of(values()).collect(Collectors.toMap(route -> route.path, Function.identity()));

    static final String PATHS = Stream.of(values()).map(route -> route.path).collect(Collectors.joining(", "));

    private final String path;
    private final String allow;

    @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf makes an immutable one
    private final Set<String> methods;

    Route(String path, String allow) {
        this.path = path;
        this.allow = allow;
        methods = Set.copyOf(List.of(allow.split(", ")));
    }

    /** The route of a path; null when there is none. */
    static @Nullable Route of(String path) {
        return BY_PATH.get(path);
    }

    static boolean isKnown(HttpMethod method) {
        return KNOWN_METHODS.contains(method.name());
    }

    String path() {
        return path;
    }

    /** The value of its {@code Allow} field. */
    String allow() {
        return allow;
    }

    boolean allows(HttpMethod method) {
        return methods.contains(method.name());
    }

    /** Whether a request's body is wanted, rather than read past. */
    boolean stores(HttpMethod method) {
        return this == CLUSTER && (method.equals(HttpMethod.POST) || method.equals(HttpMethod.PUT));
    }
}
