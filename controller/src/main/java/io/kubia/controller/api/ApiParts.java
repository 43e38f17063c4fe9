package io.kubia.controller.api;

import io.kubia.controller.api.log.PodLogs;
import io.kubia.controller.api.proxy.ProxyHandler;
import io.kubia.controller.api.table.NameAndAge;
import io.kubia.controller.api.table.TableColumns;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.ObjectStore;
import io.kubia.role.metrics.Metrics;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the API stands on.
 *
 * @param store the registry's own, to watch it
 * @param unready why this should not be used yet; nothing when it can be: for {@code /readyz}
 */
public record ApiParts(
        Registry registry,
        ObjectStore store,
        InstantSource clock,
        Metrics metrics,
        TableColumns columns,
        PodLogs logs,
        ProxyHandler proxies,
        Supplier<Optional<String>> unready) {
    /** What cannot be done without; the rest is answered with 501 until it is there. */
    public static ApiParts of(Registry registry, ObjectStore store, InstantSource clock, Metrics metrics) {
        return new ApiParts(
                registry,
                store,
                clock,
                metrics,
                new NameAndAge(),
                (_, _, _) -> {
                    throw new ApiException(notServed("logs"));
                },
                (_, exchange) -> exchange.fail(notServed("proxies")),
                Optional::empty);
    }

    public ApiParts withColumns(TableColumns other) {
        return new ApiParts(registry, store, clock, metrics, other, logs, proxies, unready);
    }

    public ApiParts withLogs(PodLogs other) {
        return new ApiParts(registry, store, clock, metrics, columns, other, proxies, unready);
    }

    public ApiParts withProxies(ProxyHandler other) {
        return new ApiParts(registry, store, clock, metrics, columns, logs, other, unready);
    }

    public ApiParts withUnready(Supplier<Optional<String>> other) {
        return new ApiParts(registry, store, clock, metrics, columns, logs, proxies, other);
    }

    private static Status notServed(String what) {
        return Status.plain(501, "NotImplemented", what + " are not served here");
    }
}
