package io.kubia.dns.server;

import io.kubia.role.metrics.Counter;
import io.kubia.role.metrics.Histogram;
import io.kubia.role.metrics.Metrics;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * What is counted of requests.
 *
 * <p>Implementation note. All series are made at the start, and those of types stand in an array: who sends requests
 * cannot make more of them, and to count costs no look-up of a name.
 */
final class QueryMetrics {
    /** What clients of a cluster ask for; all else counts as other. */
    private static final int[] TYPES = {
        Type.A,
        Type.NS,
        Type.CNAME,
        Type.SOA,
        Type.PTR,
        Type.MX,
        Type.TXT,
        Type.AAAA,
        Type.SRV,
        Type.NAPTR,
        Type.SVCB,
        Type.HTTPS,
        Type.IXFR,
        Type.AXFR,
        Type.ANY
    };

    private static final int FIRST_UNUSED_RCODE = 17;

    private final Map<Via, Counter[]> queries = new EnumMap<>(Via.class);
    private final Map<Via, Histogram> durations = new EnumMap<>(Via.class);
    private final Map<Via, Counter> bytes = new EnumMap<>(Via.class);
    private final Counter[] rcodes = new Counter[FIRST_UNUSED_RCODE + 1];
    private final Map<Drop, Counter> drops = new EnumMap<>(Drop.class);

    /** Why a request has no answer. */
    enum Drop {
        /** It is no request, or no message at all. */
        NO_REQUEST,
        /** The client takes answers slower than it asks, or the network does. */
        NO_ROOM,
        /** The answer could not be sent. */
        NOT_SENT
    }

    QueryMetrics(Metrics metrics) {
        for (var via : Via.values()) {
            var labels = "proto=\"" + via.label() + '"';
            queries.put(via, queries(metrics, labels));
            bytes.put(
                    via,
                    metrics.counter("kubia_dns_response_bytes_total", "Bytes of answers, without headers.", labels));
        }
        for (var via : Via.values()) {
            durations.put(
                    via,
                    metrics.histogram(
                            "kubia_dns_request_duration_seconds",
                            "From reading a request to having written its answer.",
                            "proto=\"" + via.label() + '"'));
        }
        for (int code = 0; code < rcodes.length; code++) {
            var name = code == FIRST_UNUSED_RCODE ? "other" : code == 16 ? "BADVERS" : Rcode.string(code);
            rcodes[code] =
                    metrics.counter("kubia_dns_responses_total", "Answers by their code.", "rcode=\"" + name + '"');
        }
        for (var drop : Drop.values()) {
            drops.put(
                    drop,
                    metrics.counter(
                            "kubia_dns_dropped_total",
                            "Messages that were not answered.",
                            "reason=\"" + drop.name().toLowerCase(java.util.Locale.ROOT) + '"'));
        }
    }

    void answered(Via via, int type, int rcode, long length, long nanos) {
        var counters = of(queries, via);
        (type < counters.length ? counters[type] : counters[0]).increment();
        rcodes[Math.min(rcode, FIRST_UNUSED_RCODE)].increment();
        of(bytes, via).add(length);
        of(durations, via).observe(nanos);
    }

    void dropped(Drop why) {
        of(drops, why).increment();
    }

    private static <K, V> V of(Map<K, V> map, K key) {
        var value = map.get(key);
        if (value == null) {
            throw new IllegalStateException("metrics: none for " + key);
        }
        return value;
    }

    /** One counter for each number of a type; all that are not told apart share the first. */
    private static Counter[] queries(Metrics metrics, String labels) {
        var byNumber = new HashMap<Integer, Counter>();
        for (int type : TYPES) {
            byNumber.put(type, query(metrics, labels, Type.string(type)));
        }
        var counters = new Counter[Collections.max(byNumber.keySet()) + 1];
        Arrays.fill(counters, query(metrics, labels, "other"));
        byNumber.forEach((type, counter) -> counters[type] = counter);
        return counters;
    }

    private static Counter query(Metrics metrics, String labels, String type) {
        return metrics.counter(
                "kubia_dns_queries_total", "Requests that were answered.", labels + ",type=\"" + type + '"');
    }
}
