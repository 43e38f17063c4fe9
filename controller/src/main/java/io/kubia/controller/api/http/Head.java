package io.kubia.controller.api.http;

import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request that is proper HTTP.
 *
 * @param path as it was sent, without the query
 * @param segments of the path, decoded; a slash at the end is not seen
 * @param length of the body; -1 when it comes in chunks
 * @param raw as Netty has read it
 */
public record Head(
        String path,
        List<String> segments,
        Query query,
        boolean http10,
        boolean keepAlive,
        long length,
        HttpRequest raw) {
    /**
     * Looks at a head that the decoder found no fault with.
     *
     * @throws ApiException nothing that comes after it on the connection can be trusted
     */
    static Head check(HttpRequest head) {
        var version = head.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            throw new ApiException(Status.plain(505, "HTTPVersionNotSupported", version + " (expected: HTTP/1.1)"));
        }
        boolean http10 = version.equals(HttpVersion.HTTP_1_0);
        int hosts = head.headers().getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && !http10)) {
            throw bad("Host: given " + hosts + " times (expected: once)");
        }
        checkCoding(head.headers(), http10);
        var target = target(head.uri());
        int question = target.indexOf('?');
        var path = question < 0 ? target : target.substring(0, question);
        boolean chunked = head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
        return new Head(
                path,
                segments(path),
                Query.of(question < 0 ? "" : target.substring(question + 1)),
                http10,
                HttpUtil.isKeepAlive(head),
                chunked ? -1 : HttpUtil.getContentLength(head, 0L),
                head);
    }

    public HttpMethod method() {
        return raw.method();
    }

    public boolean is(HttpMethod other) {
        return raw.method().equals(other);
    }

    /** A field's value; null when it is not given. */
    public @Nullable String field(CharSequence name) {
        return raw.headers().get(name);
    }

    /** All values of a field that is a list, as one. */
    public String list(CharSequence name) {
        return String.join(",", raw.headers().getAll(name));
    }

    boolean hasBody() {
        return length != 0;
    }

    boolean expectsContinue() {
        return !http10 && raw.headers().containsValue(HttpHeaderNames.EXPECT, HttpHeaderValues.CONTINUE, true);
    }

    /** What comes in the path after so many segments, as it was sent; it begins with a slash. */
    public String rest(int count) {
        int at = 0;
        for (int i = 0; i < count; i++) {
            at = path.indexOf('/', at + 1);
            if (at < 0) {
                return "/";
            }
        }
        return path.substring(at);
    }

    private static void checkCoding(HttpHeaders headers, boolean http10) {
        var codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (codings.isEmpty()) {
            return;
        }
        if (http10
                || codings.size() > 1
                || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(
                        codings.getFirst().strip())) {
            throw bad("Transfer-Encoding: " + String.join(", ", codings) + " (expected: chunked, once, in HTTP/1.1)");
        }
    }

    /** Path and query of an origin-form or absolute-form target (RFC 9112, 3.2). */
    private static String target(String uri) {
        var target = uri;
        int authority =
                uri.regionMatches(true, 0, "http://", 0, 7) ? 7 : uri.regionMatches(true, 0, "https://", 0, 8) ? 8 : 0;
        if (authority > 0) {
            int slash = uri.indexOf('/', authority);
            target = slash < 0 ? "/" : uri.substring(slash);
        }
        if (!target.startsWith("/") || target.indexOf('#') >= 0) {
            throw bad("the target is no path");
        }
        return target;
    }

    private static List<String> segments(String path) {
        var segments = new ArrayList<String>();
        int begin = 1;
        while (begin < path.length()) {
            int slash = path.indexOf('/', begin);
            int end = slash < 0 ? path.length() : slash;
            segments.add(decoded(path.substring(begin, end)));
            begin = end + 1;
        }
        return List.copyOf(segments);
    }

    private static String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            return QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
        } catch (IllegalArgumentException e) {
            throw bad("the path cannot be decoded");
        }
    }

    private static ApiException bad(String why) {
        return new ApiException(Status.badRequest(why));
    }
}
