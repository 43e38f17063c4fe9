package io.kubia.controller.proxy.http;

import io.kubia.controller.api.proxy.ProxyExchange;
import io.kubia.controller.api.proxy.ProxyHandler;
import io.kubia.controller.api.proxy.ProxyTarget;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import io.kubia.controller.proxy.Backend;
import io.kubia.controller.store.Snapshot;
import io.kubia.role.metrics.Metrics;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Sends requests on to pods: to the one that is named, or to any that is ready behind a service. */
public final class HttpProxies implements ProxyHandler {
    private final Supplier<Snapshot> now;
    private final RandomGenerator random;
    private final Outbound outbound;

    /**
     * Proxies that know pods and services from the store.
     *
     * @param now everything as it is when it is asked for
     * @param random chooses among endpoints; any event loop asks it
     */
    public HttpProxies(HttpProxyConfig config, Supplier<Snapshot> now, RandomGenerator random, Metrics metrics) {
        this.now = now;
        this.random = random;
        this.outbound = new Outbound(config, new HttpProxyMetrics(metrics));
    }

    @Override
    public void proxy(ProxyTarget target, ProxyExchange exchange) {
        var forwarding = new Forwarding(outbound, exchange, target);
        var head = exchange.head();
        if (Fields.asksForOtherProtocol(head)) {
            forwarding.refuse(Status.plain(
                    501, "NotImplemented", "proxies do not pass on requests to change to another protocol"));
            return;
        }
        // Relative links of a page would lead beside it otherwise (Kubernetes issue 4958).
        boolean isRoot = target.path().equals("/") && !Links.pathOf(head.uri()).endsWith("/");
        if (isRoot && (head.method().equals(HttpMethod.GET) || head.method().equals(HttpMethod.HEAD))) {
            var query = target.query().isEmpty() ? "" : "?" + target.query();
            forwarding.redirect(Links.pathOf(head.uri()) + "/" + query);
            return;
        }
        try {
            var route = Route.of(target, now.get());
            forwarding.start(new Route(someOrder(route.backends()), route.tls()));
        } catch (ApiException e) {
            forwarding.refuse(e.status());
        }
    }

    private List<Backend> someOrder(List<Backend> backends) {
        if (backends.size() == 1) {
            return backends;
        }
        var order = new ArrayList<>(backends);
        Collections.shuffle(order, random);
        return order.subList(0, Math.min(order.size(), outbound.config().attempts()));
    }
}
