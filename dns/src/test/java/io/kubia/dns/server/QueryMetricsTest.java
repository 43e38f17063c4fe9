package io.kubia.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.role.metrics.Metrics;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class QueryMetricsTest {
    private final Metrics all = new Metrics();
    private final QueryMetrics metrics = new QueryMetrics(all);

    @Test
    void requestsAreCountedByProtocolTypeCodeAndTime() {
        metrics.answered(Via.UDP, Type.SRV, 0, 300, 400_000);
        metrics.answered(Via.UDP, Type.SRV, 3, 100, 400_000);
        metrics.answered(Via.TCP, Type.A, 16, 50, 2_000_000_000L);
        metrics.dropped(QueryMetrics.Drop.NO_ROOM);
        assertThat(all.render())
                .contains("kubia_dns_queries_total{proto=\"udp\",type=\"SRV\"} 2\n")
                .contains("kubia_dns_queries_total{proto=\"tcp\",type=\"A\"} 1\n")
                .contains("kubia_dns_queries_total{proto=\"udp\",type=\"A\"} 0\n")
                .contains("kubia_dns_responses_total{rcode=\"NOERROR\"} 1\n")
                .contains("kubia_dns_responses_total{rcode=\"NXDOMAIN\"} 1\n")
                .contains("kubia_dns_responses_total{rcode=\"BADVERS\"} 1\n")
                .contains("kubia_dns_response_bytes_total{proto=\"udp\"} 400\n")
                .contains("kubia_dns_dropped_total{reason=\"no_room\"} 1\n")
                .contains("kubia_dns_request_duration_seconds_count{proto=\"udp\"} 2\n")
                .contains("kubia_dns_request_duration_seconds_sum{proto=\"tcp\"} 2\n");
    }

    @Test
    void whoeverAsksMakesNoSeries() {
        int lines = lines();
        for (int type = 0; type <= 65_535; type++) {
            metrics.answered(Via.UDP, type, type % 4096, 1, 1);
        }
        assertThat(lines()).isEqualTo(lines);
        assertThat(all.render()).doesNotContain("TYPE65280");
    }

    private int lines() {
        return (int) all.render().lines().count();
    }
}
