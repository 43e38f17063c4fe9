package io.kubia.node.cluster;

import io.kubia.role.metrics.Counter;
import io.kubia.role.metrics.Histogram;
import io.kubia.role.metrics.Metrics;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What the cluster read counts. */
final class ClusterMetrics {
    /** Reads of the cluster that were asked for. */
    final Counter reads;

    /** Rounds that were made for them: fewer, as reads share them. */
    final Counter rounds;

    /** How long rounds took whose answer fitted in memory. */
    final Histogram roundTime;

    /** Reads that were not answered, as there were too many of them. */
    final Counter refused;

    final Counter peersRead;
    final Counter peersFailed;

    /** Connections to peers that were opened: few, as they are kept. */
    final Counter connections;

    /** Answers under way that are too large for memory. */
    final AtomicInteger streams = new AtomicInteger();

    ClusterMetrics(Metrics metrics) {
        reads = metrics.counter("kubia_cluster_reads_total", "Reads of the whole cluster that were asked for.", "");
        refused = metrics.counter("kubia_cluster_reads_refused_total", "Reads refused, as there were too many.", "");
        rounds = metrics.counter("kubia_cluster_rounds_total", "Rounds of peer reads, which reads share.", "");
        roundTime = metrics.histogram("kubia_cluster_round_seconds", "How long a round of peer reads took.", "");
        var peerReads = "kubia_peer_reads_total";
        var peerReadsHelp = "Reads of one peer, this node among them, by what came of them.";
        peersRead = metrics.counter(peerReads, peerReadsHelp, "result=\"read\"");
        peersFailed = metrics.counter(peerReads, peerReadsHelp, "result=\"failed\"");
        connections = metrics.counter("kubia_peer_connections_total", "Connections opened to peers.", "");
        metrics.gauge("kubia_cluster_streams", "Answers under way that are too large for memory.", "", streams::get);
    }

    void peersWereRead(List<PeerReading> readings) {
        int failed = 0;
        for (var reading : readings) {
            if (reading instanceof PeerReading.Failed) {
                failed++;
            }
        }
        peersRead.add(readings.size() - failed);
        if (failed > 0) {
            peersFailed.add(failed);
        }
    }
}
