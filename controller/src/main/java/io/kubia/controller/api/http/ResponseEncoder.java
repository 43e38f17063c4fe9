package io.kubia.controller.api.http;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Netty's encoder, told whether the request was a HEAD: its answer ends with the head, whatever that says of a body. */
final class ResponseEncoder extends HttpResponseEncoder {
    private boolean answersHead;

    /** Said before each answer, of which there is one at a time. */
    void answersHead(boolean value) {
        answersHead = value;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
        return answersHead || super.isContentAlwaysEmpty(response);
    }
}
