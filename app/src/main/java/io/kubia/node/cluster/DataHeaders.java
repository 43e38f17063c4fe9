package io.kubia.node.cluster;

import io.kubia.node.cluster.DataInfo.Form;
import io.kubia.node.cluster.DataInfo.State;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.AsciiString;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** What a node says of its data besides the bytes, in the headers of its answer to {@code GET /data}. */
public final class DataHeaders {
    /** The data's sequence on its volume, a decimal number. */
    public static final AsciiString SEQUENCE = AsciiString.cached("Kubia-Sequence");

    /** When it was written, as ISO 8601 in UTC. */
    public static final AsciiString TIME = AsciiString.cached("Kubia-Time");

    /** What it is: {@link #TEXT}, {@link #BINARY} or {@link #NONE}. */
    public static final AsciiString DATA = AsciiString.cached("Kubia-Data");

    /** The bytes are valid UTF-8. */
    public static final AsciiString TEXT = AsciiString.cached("text");

    /** They are not. */
    public static final AsciiString BINARY = AsciiString.cached("binary");

    /** There is no data; the body only says so. */
    public static final AsciiString NONE = AsciiString.cached("none");

    private static final int MAX_CONTENT_TYPE = 256;
    private static final int MAX_TIME = 40;
    private static final int MAX_DIGITS = 19;

    private DataHeaders() {}

    /** Nothing is required and nothing believed without a look: any server may be behind a peer's address. */
    static DataInfo read(HttpMessage answer) {
        var headers = answer.headers();
        var data = headers.get(DATA);
        long length = HttpUtil.isTransferEncodingChunked(answer) ? DataInfo.UNKNOWN : contentLength(headers);
        if (NONE.contentEqualsIgnoreCase(data)) {
            return new DataInfo(State.EMPTY, sequence(headers), time(headers), null, 0, Form.UNTOLD);
        }
        var form = TEXT.contentEqualsIgnoreCase(data)
                ? Form.TEXT
                : BINARY.contentEqualsIgnoreCase(data) ? Form.BINARY : Form.UNTOLD;
        return new DataInfo(State.STORED, sequence(headers), time(headers), contentType(headers), length, form);
    }

    private static long contentLength(HttpHeaders headers) {
        return number(headers.get(HttpHeaderNames.CONTENT_LENGTH));
    }

    private static long sequence(HttpHeaders headers) {
        return number(headers.get(SEQUENCE));
    }

    /** Decimal digits, or unknown. */
    private static long number(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > MAX_DIGITS) {
            return DataInfo.UNKNOWN;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return DataInfo.UNKNOWN;
            }
            number = number * 10 + digit;
        }
        // Nineteen digits may be more than a long can hold.
        return number < 0 ? DataInfo.UNKNOWN : number;
    }

    private static @Nullable Instant time(HttpHeaders headers) {
        var text = headers.get(TIME);
        if (text == null || text.length() > MAX_TIME) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static @Nullable String contentType(HttpHeaders headers) {
        var type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        return type == null || type.length() > MAX_CONTENT_TYPE ? null : type;
    }
}
