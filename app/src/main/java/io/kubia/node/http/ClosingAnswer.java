package io.kubia.node.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.AsciiString;

/** The last answer on a connection: to what could not be understood, or not be taken. */
record ClosingAnswer(HttpResponseStatus status, String reason) {

    /** The answer to a request that the decoder found a fault with. */
    static ClosingAnswer to(Throwable fault) {
        return switch (fault) {
            case TooLongHttpLineException _ ->
                new ClosingAnswer(
                        HttpResponseStatus.REQUEST_URI_TOO_LONG,
                        "the request line may have %d bytes at most".formatted(HttpConfig.MAX_REQUEST_LINE));
            case TooLongHttpHeaderException _ ->
                new ClosingAnswer(
                        HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                        "the header may have %d bytes at most".formatted(HttpConfig.MAX_HEADERS));
            default -> new ClosingAnswer(HttpResponseStatus.BAD_REQUEST, "this is no proper HTTP request");
        };
    }

    ByteBuf write(ByteBufAllocator allocator, AsciiString date) {
        var body = "%d %s: %s\n".formatted(status.code(), status.reasonPhrase(), reason);
        var out = allocator.directBuffer(256);
        var head = ResponseHead.begin(out, status, date).field(ResponseHead.CONTENT_TYPE, "text/plain; charset=utf-8");
        if (status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
            head.field(ResponseHead.RETRY_AFTER, "1");
        }
        head.length(ByteBufUtil.utf8Bytes(body)).connection(false, false).end();
        ByteBufUtil.writeUtf8(out, body);
        return out;
    }
}
