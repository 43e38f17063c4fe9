package io.kubia.controller.api.http;

import io.kubia.role.metrics.Counter;
import io.kubia.role.metrics.Histogram;
import io.kubia.role.metrics.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the server counts. Labels are of our choice, never of the client's, so that they stay few. */
final class HttpMetrics {
    private final Metrics metrics;
    private final Map<Series, Counter> requests = new ConcurrentHashMap<>();
    private final Map<String, Histogram> times = new ConcurrentHashMap<>();
    private final Counter rejected;
    private final Counter turnedAway;

    private record Series(String verb, String resource, int code) {}

    HttpMetrics(Metrics metrics, AtomicInteger connections, AtomicInteger underWay) {
        this.metrics = metrics;
        rejected = metrics.counter(
                "kubia_api_rejected_total", "Requests that were no proper HTTP, too slow, or not allowed.", "");
        turnedAway = metrics.counter("kubia_api_turned_away_total", "Connections beyond the limit.", "");
        metrics.gauge("kubia_api_connections", "Open connections.", "", () -> (double) connections.get());
        metrics.gauge(
                "kubia_api_requests_under_way", "Requests that are being answered, streams not counted.", "", () ->
                        (double) underWay.get());
    }

    /** An answer has been given, or has begun to be. */
    void answered(Endpoint endpoint, int code, long nanos) {
        requests.computeIfAbsent(new Series(endpoint.verb(), endpoint.resource(), code), this::counter)
                .increment();
        times.computeIfAbsent(endpoint.verb(), this::histogram).observe(nanos);
    }

    void rejected() {
        rejected.increment();
    }

    void turnedAway() {
        turnedAway.increment();
    }

    private Counter counter(Series series) {
        return metrics.counter(
                "kubia_api_requests_total",
                "Requests answered.",
                "verb=\"" + series.verb + "\",resource=\"" + series.resource + "\",code=\"" + series.code + '"');
    }

    private Histogram histogram(String verb) {
        return metrics.histogram(
                "kubia_api_request_seconds",
                "Time from a request's head to its answer, or to the begin of a stream.",
                "verb=\"" + verb + '"');
    }
}
