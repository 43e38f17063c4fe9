package io.kubia.controller.proxy.http;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Locale;

/** How the fields of requests and answers change on their way. */
final class Fields {
    /** Those that are about one connection alone (RFC 9110, 7.6.1). */
    private static final List<CharSequence> OF_ONE_HOP = List.of(
            HttpHeaderNames.CONNECTION,
            "proxy-connection",
            HttpHeaderNames.PROXY_AUTHENTICATE,
            HttpHeaderNames.PROXY_AUTHORIZATION,
            HttpHeaderNames.TE,
            HttpHeaderNames.TRAILER,
            HttpHeaderNames.UPGRADE,
            "keep-alive",
            "http2-settings");

    private Fields() {}

    /** Whether a request asks for another protocol than we can pass on. One for HTTP/2 may be left unanswered. */
    static boolean asksForOtherProtocol(HttpRequest request) {
        var upgrade = request.headers().get(HttpHeaderNames.UPGRADE);
        return upgrade != null
                && !upgrade.strip().equalsIgnoreCase("h2c")
                && request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    }

    /** Whether a body follows the head of a request. */
    static boolean announcesBody(HttpRequest request) {
        var length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                || (length != null && !length.strip().equals("0"));
    }

    /**
     * The head as the pod gets it: for this one exchange, without what is meant for us.
     *
     * @param client its address
     * @param scheme by which it came
     */
    static HttpRequest toPod(HttpRequest from, String uri, String client, String scheme, Links links) {
        var request = new DefaultHttpRequest(
                HttpVersion.HTTP_1_1, from.method(), uri, from.headers().copy());
        var fields = request.headers();
        removeHop(fields);
        // The token opens the API, and nobody behind it.
        fields.remove(HttpHeaderNames.AUTHORIZATION);
        // We have said Continue ourselves.
        fields.remove(HttpHeaderNames.EXPECT);
        if (wantsHtml(fields)) {
            fields.remove(HttpHeaderNames.ACCEPT_ENCODING); // links in what is packed could not be changed
        }
        var earlier = fields.get("X-Forwarded-For");
        fields.set("X-Forwarded-For", earlier == null ? client : earlier + ", " + client);
        var host = fields.get(HttpHeaderNames.HOST);
        if (host == null) {
            fields.set(HttpHeaderNames.HOST, links.backend());
        } else {
            fields.set("X-Forwarded-Host", host);
        }
        fields.set("X-Forwarded-Proto", scheme);
        fields.set("X-Forwarded-Uri", links.path());
        fields.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return request;
    }

    /** Changes the head of an answer to what the client gets. */
    static void toClient(HttpResponse response, HttpMethod method, Links links) {
        var fields = response.headers();
        response.setProtocolVersion(HttpVersion.HTTP_1_1);
        removeHop(fields);
        var location = fields.get(HttpHeaderNames.LOCATION);
        if (location != null && !location.isEmpty()) {
            fields.set(HttpHeaderNames.LOCATION, links.rewrite(location));
        }
        if (!fields.contains(HttpHeaderNames.CACHE_CONTROL)) {
            fields.set("Cache-Control", "no-cache, private"); // as with all of Kubernetes' answers
        }
        if (fields.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            fields.remove(HttpHeaderNames.CONTENT_LENGTH);
        } else if (hasBody(response, method) && !fields.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            fields.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
    }

    /** Whether links in the body of an answer are changed: it is a whole page, not packed. */
    static boolean isPage(HttpResponse response, HttpMethod method) {
        var type = response.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        int end = type.indexOf(';');
        var coding = response.headers().get(HttpHeaderNames.CONTENT_ENCODING, "identity");
        return (end < 0 ? type : type.substring(0, end)).strip().equalsIgnoreCase("text/html")
                && coding.strip().equalsIgnoreCase("identity")
                && hasBody(response, method)
                && response.status().code() != 206;
    }

    /** Prepares an answer for a body that will be of another length. */
    static void withoutLength(HttpResponse response) {
        response.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
        response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }

    private static boolean hasBody(HttpResponse response, HttpMethod method) {
        int code = response.status().code();
        return !method.equals(HttpMethod.HEAD) && code != 204 && code != 304;
    }

    private static boolean wantsHtml(HttpHeaders fields) {
        return fields.get(HttpHeaderNames.ACCEPT, "").toLowerCase(Locale.ROOT).contains("text/html");
    }

    private static void removeHop(HttpHeaders fields) {
        for (var named : fields.getAll(HttpHeaderNames.CONNECTION)) {
            for (int begin = 0; begin < named.length(); ) {
                int comma = named.indexOf(',', begin);
                int end = comma < 0 ? named.length() : comma;
                var name = named.substring(begin, end).strip();
                if (!name.isEmpty() && !isFraming(name)) {
                    fields.remove(name);
                }
                begin = end + 1;
            }
        }
        for (var name : OF_ONE_HOP) {
            fields.remove(name);
        }
    }

    /** What says where the message ends is not for the sender's hop list to take away. */
    private static boolean isFraming(String name) {
        return name.equalsIgnoreCase("content-length")
                || name.equalsIgnoreCase("transfer-encoding")
                || name.equalsIgnoreCase("host");
    }
}
