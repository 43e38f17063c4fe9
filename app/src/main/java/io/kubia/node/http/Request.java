package io.kubia.node.http;

import io.kubia.node.store.Version;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request that may be answered.
 *
 * @param path without the query; {@code *} for a request about the server itself
 * @param length of the body; -1 when it comes in chunks
 */
record Request(HttpMethod method, String path, boolean http10, boolean keepAlive, long length, HttpHeaders headers) {
    static final long CHUNKED = -1;

    /** What came of looking at a head. */
    sealed interface Checked {}

    /** It may be answered. */
    record Accepted(Request request) implements Checked {}

    /** It must not be: nothing after it on the connection can be trusted. */
    record Rejected(ClosingAnswer answer) implements Checked {}

    /** Looks at a head that the decoder found no fault with. */
    static Checked check(HttpRequest head) {
        var version = head.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return rejected(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, version + " (expected: HTTP/1.1)");
        }
        boolean http10 = version.equals(HttpVersion.HTTP_1_0);
        var headers = head.headers();
        var hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || (hosts.isEmpty() && !http10)) {
            return badRequest("Host: given %d times (expected: once)".formatted(hosts.size()));
        }
        var coding = codingFault(headers, http10);
        if (coding != null) {
            return coding;
        }
        var path = path(head.uri(), head.method());
        if (path == null) {
            return badRequest("target: neither a path nor an http address");
        }
        boolean chunked = headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
        long length = chunked ? CHUNKED : HttpUtil.getContentLength(head, 0L);
        return new Accepted(new Request(head.method(), path, http10, HttpUtil.isKeepAlive(head), length, headers));
    }

    boolean hasBody() {
        return length != 0;
    }

    boolean is(HttpMethod other) {
        return method.equals(other);
    }

    @Nullable
    String contentType() {
        return headers.get(HttpHeaderNames.CONTENT_TYPE);
    }

    /** Whether the client asks before it sends its body; meaningless before HTTP/1.1. */
    boolean expectsContinue() {
        return !http10 && headers.containsValue(HttpHeaderNames.EXPECT, HttpHeaderValues.CONTINUE, true);
    }

    boolean expectsOther() {
        return !http10 && headers.contains(HttpHeaderNames.EXPECT) && !expectsContinue();
    }

    /** Whether JSON is what the client names; a wildcard means the plain text that the node has always answered. */
    boolean wantsJson() {
        var accept = headers.get(HttpHeaderNames.ACCEPT);
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("application/json");
    }

    /** Whether a write may go ahead (RFC 9110, 13.1.1 and 13.1.2), {@code *} standing for any data at all. */
    boolean mayReplace(Version current) {
        boolean stored = current.length() > 0 || !EntityTags.isNothing(current);
        var ifMatch = headers.getAll(HttpHeaderNames.IF_MATCH);
        var ifNoneMatch = headers.getAll(HttpHeaderNames.IF_NONE_MATCH);
        return (ifMatch.isEmpty() || EntityTags.matchStrongly(ifMatch, current.etag(), stored))
                && (ifNoneMatch.isEmpty() || !EntityTags.matchWeakly(ifNoneMatch, current.etag(), stored));
    }

    boolean isConditional() {
        return headers.contains(HttpHeaderNames.IF_MATCH) || headers.contains(HttpHeaderNames.IF_NONE_MATCH);
    }

    private static @Nullable Rejected codingFault(HttpHeaders headers, boolean http10) {
        var codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (codings.isEmpty()) {
            return null;
        }
        if (http10 || codings.size() > 1) {
            return badRequest("Transfer-Encoding: %s (expected: once, and not before HTTP/1.1)".formatted(codings));
        }
        return HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(
                        codings.getFirst().strip())
                ? null
                : rejected(
                        HttpResponseStatus.NOT_IMPLEMENTED,
                        "Transfer-Encoding: %s (expected: chunked)".formatted(codings.getFirst()));
    }

    /** The path of an origin-form or absolute-form target (RFC 9112, 3.2); null for another form. */
    private static @Nullable String path(String target, HttpMethod method) {
        if (target.equals("*")) {
            return method.equals(HttpMethod.OPTIONS) ? target : null;
        }
        var path = target;
        if (target.regionMatches(true, 0, "http://", 0, 7)) {
            int slash = target.indexOf('/', 7);
            path = slash < 0 ? "/" : target.substring(slash);
        }
        if (!path.startsWith("/")) {
            return null;
        }
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    private static Rejected badRequest(String reason) {
        return rejected(HttpResponseStatus.BAD_REQUEST, reason);
    }

    private static Rejected rejected(HttpResponseStatus status, String reason) {
        return new Rejected(new ClosingAnswer(status, reason));
    }
}
