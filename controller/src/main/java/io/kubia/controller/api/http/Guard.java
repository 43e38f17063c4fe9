package io.kubia.controller.api.http;

import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask at all.
 *
 * <p>A page on some web site must not get at the API through its reader's browser. It cannot choose the Host that the
 * browser sends, so a name of its own that it lets resolve to our address gives it away; nor the Origin, which says
 * whose page is asking. Programs other than browsers send a Host that we know, and no Origin.
 */
final class Guard {
    /** What anyone may know who reaches us, as in Kubernetes. */
    private static final Set<String> OPEN = Set.of("healthz", "livez", "readyz", "version");

    private static final Set<String> ALWAYS = Set.of("localhost", "127.0.0.1", "::1");

    private final Set<String> names;
    private final @Nullable Token token;

    Guard(HttpConfig config) {
        names = config.names();
        token = config.token().orElse(null);
    }

    /**
     * Lets a request pass.
     *
     * @param reached our address, as the client has reached it
     * @throws ApiException it must not
     */
    void check(Head head, SocketAddress reached) {
        var host = head.field(HttpHeaderNames.HOST);
        if (host == null || !isOurs(nameOf(host), reached)) {
            throw forbidden("Host: " + shown(host) + " (expected: localhost, 127.0.0.1, [::1], or a name that was"
                    + " configured)");
        }
        var origin = head.field(HttpHeaderNames.ORIGIN);
        if (origin != null && !origin.equals("http://" + host) && !origin.equals("https://" + host)) {
            throw forbidden("Origin: " + shown(origin) + " (expected: none, or the host itself)");
        }
        var site = head.field("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw forbidden("Sec-Fetch-Site: " + shown(site) + " (expected: none, or same-origin)");
        }
        if (token != null && !isOpen(head) && !isShown(head, token)) {
            throw new ApiException(Status.plain(401, "Unauthorized", "Unauthorized"));
        }
    }

    private boolean isOurs(String name, SocketAddress reached) {
        return ALWAYS.contains(name)
                || names.contains(name)
                // An address, unlike a name, cannot be made to mean another machine than it did before.
                || (reached instanceof InetSocketAddress inet
                        && inet.getAddress() != null
                        && Arrays.equals(
                                inet.getAddress().getAddress(), NetUtil.createByteArrayFromIpAddressString(name)));
    }

    private static boolean isOpen(Head head) {
        return !head.segments().isEmpty() && OPEN.contains(head.segments().getFirst());
    }

    private static boolean isShown(Head head, Token token) {
        var shown = head.field(HttpHeaderNames.AUTHORIZATION);
        return shown != null
                && shown.regionMatches(true, 0, "Bearer ", 0, 7)
                && token.is(shown.substring(7).strip());
    }

    /** Without the port, and without the brackets around an IPv6 address. */
    private static String nameOf(String host) {
        var name = host;
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            name = end < 0 ? "" : host.substring(1, end);
        } else {
            int colon = host.indexOf(':');
            name = colon < 0 ? host : host.substring(0, colon);
        }
        return name.toLowerCase(Locale.ROOT);
    }

    private static ApiException forbidden(String why) {
        return new ApiException(Status.plain(403, "Forbidden", why));
    }

    private static String shown(@Nullable String value) {
        if (value == null) {
            return "none";
        }
        return value.length() <= 100 ? value : value.substring(0, 100) + "...";
    }
}
