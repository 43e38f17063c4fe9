package io.kubia.controller.api.http;

/** Knows the way of each path. Called on event loops, and must not wait. */
@FunctionalInterface
public interface Router {
    /**
     * Where a request leads.
     *
     * @throws io.kubia.controller.model.ApiException to nowhere
     */
    Endpoint route(Head head);
}
