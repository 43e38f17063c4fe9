package io.kubia.controller.api.http;

import io.kubia.controller.model.Status;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.time.Duration;

/** What is said to those whose requests are not taken, in Kubernetes' words where it has some. */
final class Refusals {
    static final Status TOO_MANY = Status.plain(429, "TooManyRequests", "too many requests, please try again later.");
    static final Status TOO_LATE =
            Status.plain(504, "Timeout", "Timeout: request did not complete within requested timeout");

    private Refusals() {}

    static Status tooSlow(Duration patience) {
        return Status.plain(408, "Timeout", "the request did not come within " + patience);
    }

    static Status tooLarge(int limit) {
        return Status.plain(413, "RequestEntityTooLarge", "Request entity too large: limit is " + limit);
    }

    /** To what the decoder found a fault with. */
    static Status of(Throwable fault) {
        return switch (fault) {
            case TooLongHttpLineException _ ->
                Status.plain(
                        414, "RequestURITooLong", "the request line is longer than " + HttpConfig.MAX_REQUEST_LINE);
            case TooLongHttpHeaderException _ ->
                Status.plain(431, "RequestHeaderFieldsTooLarge", "the header is longer than " + HttpConfig.MAX_HEADERS);
            default -> Status.badRequest("this is no proper HTTP request");
        };
    }
}
