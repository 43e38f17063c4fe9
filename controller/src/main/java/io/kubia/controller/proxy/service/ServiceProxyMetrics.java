package io.kubia.controller.proxy.service;

import io.kubia.role.metrics.Counter;
import io.kubia.role.metrics.Metrics;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted of connections to services, and how many there are. */
final class ServiceProxyMetrics {
    private final Counter accepted;
    private final Counter retried;
    private final Counter overLimit;
    private final Counter nobodyReady;
    private final Counter unreachable;
    private final Counter broken;
    private final Counter toPods;
    private final Counter toClients;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger listening = new AtomicInteger();

    ServiceProxyMetrics(Metrics metrics) {
        var turnedAway = "kubia_service_proxy_turned_away_total";
        var turnedAwayHelp = "Connections to services that were closed at once.";
        var bytes = "kubia_service_proxy_bytes_total";
        var bytesHelp = "Bytes relayed between clients and pods.";
        accepted = metrics.counter("kubia_service_proxy_connections_total", "Connections to services.", "");
        retried = metrics.counter(
                "kubia_service_proxy_retries_total", "Pods that were ready and took no connection.", "");
        overLimit = metrics.counter(turnedAway, turnedAwayHelp, "reason=\"limit\"");
        nobodyReady = metrics.counter(turnedAway, turnedAwayHelp, "reason=\"nobody-ready\"");
        unreachable = metrics.counter(turnedAway, turnedAwayHelp, "reason=\"unreachable\"");
        broken = metrics.counter(
                "kubia_service_proxy_errors_total", "Connections that ended by an error or a limit of time.", "");
        toPods = metrics.counter(bytes, bytesHelp, "to=\"pod\"");
        toClients = metrics.counter(bytes, bytesHelp, "to=\"client\"");
        metrics.gauge("kubia_service_proxy_connections", "Open connections to services.", "", open::get);
        metrics.gauge("kubia_service_proxy_ports", "Ports of services that are listened at.", "", listening::get);
    }

    /** Counts a connection; false when there are too many already. */
    boolean opened(int limit) {
        accepted.increment();
        if (open.incrementAndGet() > limit) {
            overLimit.increment();
            return false;
        }
        return true;
    }

    void closed() {
        open.decrementAndGet();
    }

    int open() {
        return open.get();
    }

    void retried() {
        retried.increment();
    }

    void nobodyReady() {
        nobodyReady.increment();
    }

    void unreachable() {
        unreachable.increment();
    }

    void broken() {
        broken.increment();
    }

    void toPod(int bytes) {
        toPods.add(bytes);
    }

    void toClient(int bytes) {
        toClients.add(bytes);
    }

    void listening(int more) {
        listening.addAndGet(more);
    }
}
