package io.kubia.controller.api.http;

import io.kubia.controller.api.proxy.ProxyExchange;
import java.util.function.Consumer;

/** Where a request leads. */
public sealed interface Endpoint {
    /** What is done, for the metrics: {@code get}, {@code list}, {@code watch}. */
    String verb();

    /** With what, for the metrics: a plural, or empty. One of few, whatever clients ask for. */
    String resource();

    /**
     * To something that takes the whole request and answers on a virtual thread, where it may wait.
     *
     * @param isLong whether the answer may go on for as long as the client likes
     */
    record Answering(String verb, String resource, boolean isLong, Handler handler) implements Endpoint {}

    /** To something that takes the request on the event loop as it comes. */
    record Proxying(String resource, Consumer<ProxyExchange> handler) implements Endpoint {
        @Override
        public String verb() {
            return "proxy";
        }
    }

    /** Answers requests. */
    @FunctionalInterface
    interface Handler {
        /**
         * The answer.
         *
         * @throws io.kubia.controller.model.ApiException with the answer that says why not
         */
        Response answer(Request request);
    }
}
