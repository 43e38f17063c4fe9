package io.kubia.controller.api.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * Netty's decoder, with no way to read one request as two: framing that two parsers could understand differently
 * (RFC 9112, section 6.3) is an error and not something to be repaired.
 */
final class RequestDecoder extends HttpRequestDecoder {
    private final Runnable bytesArrived;

    /** {@code bytesArrived} is run before bytes are decoded: a head that comes byte by byte is not seen otherwise. */
    RequestDecoder(Runnable bytesArrived) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(HttpConfig.MAX_REQUEST_LINE)
                .setMaxHeaderSize(HttpConfig.MAX_HEADERS)
                .setMaxChunkSize(HttpConfig.READ_BUFFER)
                .setAllowDuplicateContentLengths(false)
                .setUseRfc9112TransferEncoding(true)
                .setStrictLineParsing(true)
                .setValidateHeaders(true));
        this.bytesArrived = bytesArrived;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        bytesArrived.run();
        super.channelRead(context, message);
    }

    /** Netty takes {@code http/1.1} for HTTP/1.1 and lets control characters stand in a target; both are no HTTP. */
    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        if (!initialLine[2].startsWith("HTTP/")) {
            throw new IllegalArgumentException("version: not HTTP (expected: HTTP/1.1)");
        }
        var target = initialLine[1];
        for (int i = 0; i < target.length(); i++) {
            if (Character.isISOControl(target.charAt(i))) {
                throw new IllegalArgumentException("target: a control character in it (expected: none)");
            }
        }
        return super.createMessage(initialLine);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
    }
}
