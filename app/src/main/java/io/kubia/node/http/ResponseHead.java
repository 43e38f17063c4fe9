package io.kubia.node.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/**
 * Writes the head of a response straight into the buffer that is sent: the answers here have five fields at most, and
 * a map of headers between them and the wire would cost more than the rest of a small request.
 *
 * <p>Values that come from outside were checked by the decoder that they came through; line breaks never reach here.
 */
final class ResponseHead {
    static final AsciiString ALLOW = AsciiString.cached("Allow");
    static final AsciiString CONTENT_TYPE = AsciiString.cached("Content-Type");
    static final AsciiString CONTENT_LENGTH = AsciiString.cached("Content-Length");
    static final AsciiString ETAG = AsciiString.cached("ETag");
    static final AsciiString RETRY_AFTER = AsciiString.cached("Retry-After");
    static final AsciiString VARY = AsciiString.cached("Vary");

    private static final AsciiString HTTP11 = AsciiString.cached("HTTP/1.1 ");
    private static final AsciiString DATE = AsciiString.cached("\r\nDate: ");
    private static final AsciiString CRLF = AsciiString.cached("\r\n");
    private static final AsciiString COLON = AsciiString.cached(": ");
    private static final AsciiString CLOSE = AsciiString.cached("Connection: close\r\n");
    private static final AsciiString KEEP_ALIVE = AsciiString.cached("Connection: keep-alive\r\n");
    private static final AsciiString CHUNKED = AsciiString.cached("Transfer-Encoding: chunked\r\n");
    private static final AsciiString LENGTH = AsciiString.cached("Content-Length: ");

    private final ByteBuf out;

    private ResponseHead(ByteBuf out) {
        this.out = out;
    }

    /** Begins a head in {@code out}. */
    static ResponseHead begin(ByteBuf out, HttpResponseStatus status, AsciiString date) {
        var head = new ResponseHead(out);
        head.ascii(HTTP11);
        out.writeCharSequence(status.codeAsText(), StandardCharsets.US_ASCII);
        out.writeByte(' ');
        ByteBufUtil.writeAscii(out, status.reasonPhrase());
        head.ascii(DATE);
        head.ascii(date);
        head.ascii(CRLF);
        return head;
    }

    ResponseHead field(AsciiString name, CharSequence value) {
        ascii(name);
        ascii(COLON);
        ByteBufUtil.writeUtf8(out, value);
        ascii(CRLF);
        return this;
    }

    /** Fields that were written before, each with its line break. */
    ResponseHead fields(byte[] lines) {
        out.writeBytes(lines);
        return this;
    }

    ResponseHead length(long length) {
        ascii(LENGTH);
        ByteBufUtil.writeAscii(out, Long.toString(length));
        ascii(CRLF);
        return this;
    }

    ResponseHead chunked() {
        ascii(CHUNKED);
        return this;
    }

    /** What happens to the connection; said only where it is not what the client's version of HTTP assumes anyway. */
    ResponseHead connection(boolean keepAlive, boolean http10) {
        if (!keepAlive) {
            ascii(CLOSE);
        } else if (http10) {
            ascii(KEEP_ALIVE);
        }
        return this;
    }

    void end() {
        ascii(CRLF);
    }

    private void ascii(AsciiString text) {
        out.writeBytes(text.array(), text.arrayOffset(), text.length());
    }
}
