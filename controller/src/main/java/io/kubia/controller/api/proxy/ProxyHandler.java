package io.kubia.controller.api.proxy;

/** Sends requests on to pods and services. */
@FunctionalInterface
public interface ProxyHandler {
    /**
     * Takes a request whose head has come; its body comes when asked for. Must not wait. Sooner or later it answers to its
     * end, fails, or aborts; until then it is called back as long as the client is there.
     */
    void proxy(ProxyTarget target, ProxyExchange exchange);
}
