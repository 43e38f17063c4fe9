package io.kubia.controller.proxy.service;

import io.kubia.controller.event.EventRecorder;
import io.kubia.controller.loop.Loop;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.ObjectStore;
import io.kubia.role.metrics.Metrics;
import io.netty.channel.EventLoopGroup;
import java.time.InstantSource;

/**
 * Leads connections to services' addresses to the pods behind them.
 *
 * <p>Opens nothing before it is started. When it stops, every connection is cut: nobody would be there to relay it.
 */
public final class ServiceProxies implements AutoCloseable {
    private final LiveBackends backends;
    private final ServiceAddresses addresses;
    private final Loop loop;

    /**
     * Proxies that are not started yet.
     *
     * @param store the registry's own, to watch it
     * @param loops of {@link io.kubia.dns.server.Sockets#NIO}; whoever made them stops them, after this
     */
    public ServiceProxies(
            ServiceProxyConfig config,
            Registry registry,
            ObjectStore store,
            EventRecorder events,
            InstantSource clock,
            EventLoopGroup loops,
            Metrics metrics) {
        var counted = new ServiceProxyMetrics(metrics);
        backends = new LiveBackends(store, this::left);
        addresses = new ServiceAddresses(
                config,
                registry,
                events,
                (place, target) -> Listener.open(place, loops, new Relays(config, counted, backends, clock, target)));
        loop = new Loop(addresses, store, clock);
    }

    /** Must come before what makes pods ready, so that a pod counts before its readiness is seen. */
    public void start() {
        backends.start();
        loop.start();
    }

    private void left(ObjectKey service, String address) {
        addresses.left(service, address);
    }

    @Override
    public void close() {
        loop.close();
        backends.close();
        addresses.close();
    }
}
