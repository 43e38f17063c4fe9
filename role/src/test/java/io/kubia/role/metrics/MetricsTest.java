package io.kubia.role.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsTest {
    private final Metrics metrics = new Metrics();

    @Test
    void seriesOfOneNameShareOneHeader() {
        metrics.counter("requests_total", "Requests.", "code=\"200\"").add(2);
        metrics.gauge("connections", "Open connections.", "", () -> 1.5);
        metrics.counter("requests_total", "Requests.", "code=\"404\"").increment();

        assertThat(metrics.render()).isEqualTo("""
                        # HELP requests_total Requests.
                        # TYPE requests_total counter
                        requests_total{code="200"} 2
                        requests_total{code="404"} 1
                        # HELP connections Open connections.
                        # TYPE connections gauge
                        connections 1.5
                        """);
    }

    @Test
    void histogramBucketsAreCumulative() {
        var histogram = metrics.histogram("seconds", "Time.", "");
        histogram.observe(50_000);
        histogram.observe(60_000);
        histogram.observe(20_000_000_000L);

        assertThat(metrics.render())
                .contains("seconds_bucket{le=\"5.0E-5\"} 1\n")
                .contains("seconds_bucket{le=\"1.0E-4\"} 2\n")
                .contains("seconds_bucket{le=\"10\"} 2\n")
                .contains("seconds_bucket{le=\"+Inf\"} 3\n")
                .contains("seconds_count 3\n")
                .contains("seconds_sum 20.00011\n");
    }
}
