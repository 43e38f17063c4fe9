package io.kubia.controller.api.proxy;

import io.kubia.controller.model.Status;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;

/** One proxied request of a client, and the way back. For the event loop of the client's channel only. */
public interface ProxyExchange {
    /** The request as it came; framing is settled already: it has at most one of length and chunks. */
    HttpRequest head();

    /** The client's channel: for its event loop, its allocator and its address. Write through {@link #write}. */
    Channel channel();

    /** Says who takes the body, and begins to read it. Must be called, once, for bodies of no length as well. */
    void receive(BodyReceiver receiver);

    /** Stops and goes on with reading the body, when the other side is slow and when it is no longer. */
    void setReading(boolean reading);

    /** Whether more of the answer should be written at the moment; if not, {@link BodyReceiver#writable} tells. */
    boolean isWritable();

    /**
     * Writes the next part of the answer, which this takes over: first a head, whose framing must fit the content, then
     * content, in the end a {@code LastHttpContent}. Flushes.
     */
    ChannelFuture write(HttpObject part);

    /** Answers with a Status, if nothing has been written yet; otherwise the same as {@link #abort}. */
    void fail(Status status);

    /** Cuts the client off in the midst of an answer, so that it does not take the part for the whole. */
    void abort();

    /** Who takes the body of the request, and hears of the client. */
    interface BodyReceiver {
        /** The next part, which the receiver releases; the last one is a {@code LastHttpContent}. */
        void content(HttpContent content);

        /** The client takes more of the answer again. */
        void writable();

        /** The client is gone before the exchange was complete. Nothing more comes. */
        void gone();
    }
}
