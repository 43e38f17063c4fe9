package io.kubia.controller.proxy.http;

import io.kubia.role.metrics.Counter;
import io.kubia.role.metrics.Metrics;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted of proxied requests. */
final class HttpProxyMetrics {
    private final Counter requests;
    private final Counter refused;
    private final Counter failed;
    private final Counter sent;
    private final Counter received;
    private final AtomicInteger open = new AtomicInteger();

    HttpProxyMetrics(Metrics metrics) {
        requests = metrics.counter("kubia_http_proxy_requests_total", "Requests that were sent on to pods.", "");
        refused = metrics.counter(
                "kubia_http_proxy_refused_total", "Requests that were answered here: they lead nowhere.", "");
        failed = metrics.counter(
                "kubia_http_proxy_failed_total", "Requests that pods did not answer, or not to the end.", "");
        sent = metrics.counter("kubia_http_proxy_sent_bytes_total", "Bytes of bodies sent on to pods.", "");
        received = metrics.counter("kubia_http_proxy_received_bytes_total", "Bytes of bodies from pods.", "");
        metrics.gauge("kubia_http_proxy_connections", "Open connections to pods.", "", open::get);
    }

    void connected() {
        requests.increment();
        open.incrementAndGet();
    }

    void disconnected() {
        open.decrementAndGet();
    }

    void refused() {
        refused.increment();
    }

    void failed() {
        failed.increment();
    }

    void sent(int bytes) {
        sent.add(bytes);
    }

    void received(int bytes) {
        received.add(bytes);
    }
}
