package io.kubia.controller.api.http;

/** A whole request. The body is the reader's own. */
@SuppressWarnings("ArrayRecordComponent") // handed over once, compared by nobody; a copy of each body would cost
public record Request(Head head, byte[] body) {
    public Query query() {
        return head.query();
    }
}
