package io.kubia.node.http;

import io.kubia.role.metrics.Counter;
import io.kubia.role.metrics.Histogram;
import io.kubia.role.metrics.Metrics;
import io.netty.handler.codec.http.HttpMethod;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the server counts. */
final class HttpMetrics {
    private final Metrics metrics;
    private final Map<Series, Counter> requests = new ConcurrentHashMap<>();
    private final Map<Route, Histogram> times = new EnumMap<>(Route.class);
    private final Counter rejected;
    private final Counter turnedAway;
    private final Counter received;

    private record Series(String route, String method, int code) {}

    HttpMetrics(Metrics metrics, AtomicInteger connections) {
        this.metrics = metrics;
        for (var route : Route.values()) {
            times.put(
                    route,
                    metrics.histogram(
                            "kubia_http_request_seconds",
                            "Time from a request's head to its answer.",
                            "path=\"" + route.path() + '"'));
        }
        rejected = metrics.counter("kubia_http_rejected_total", "Requests that were no proper HTTP, or too slow.", "");
        turnedAway = metrics.counter("kubia_http_turned_away_total", "Connections beyond the limit.", "");
        received = metrics.counter("kubia_http_received_bytes_total", "Bytes of bodies that were received.", "");
        metrics.gauge("kubia_http_connections", "Open connections.", "", () -> (double) connections.get());
    }

    void answered(Route route, HttpMethod method, int code, long nanos) {
        count(route.path(), Route.isKnown(method) ? method.name() : "other", code);
        Objects.requireNonNull(times.get(route)).observe(nanos);
    }

    /** There is no such path; which it was is the client's choice, and no label of ours. */
    void notFound() {
        count("other", "any", 404);
    }

    void rejected() {
        rejected.increment();
    }

    void turnedAway() {
        turnedAway.increment();
    }

    void received(long bytes) {
        received.add(bytes);
    }

    private void count(String route, String method, int code) {
        requests.computeIfAbsent(
                        new Series(route, method, code),
                        series -> metrics.counter(
                                "kubia_http_requests_total",
                                "Requests answered.",
                                "path=\"%s\",method=\"%s\",code=\"%d\"".formatted(route, method, code)))
                .increment();
    }
}
