package io.kubia.node.peers;

import io.kubia.node.metrics.Counter;
import io.kubia.node.metrics.Histogram;
import io.kubia.node.metrics.Metrics;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What discovery and the cluster read count. */
final class PeersMetrics {
    private final Metrics metrics;
    private final Counter found;
    private final Counter noSuchName;
    private final Counter failedLookups;

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

    PeersMetrics(Metrics metrics) {
        this.metrics = metrics;
        var lookups = "kubia_dns_lookups_total";
        var lookupsHelp = "Look-ups of the peers, by what came of them.";
        found = metrics.counter(lookups, lookupsHelp, "result=\"found\"");
        noSuchName = metrics.counter(lookups, lookupsHelp, "result=\"nxdomain\"");
        failedLookups = metrics.counter(lookups, lookupsHelp, "result=\"failed\"");
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

    /** Once, when there is something to ask. */
    void discovery(Supplier<Discovery> known) {
        metrics.gauge(
                "kubia_peers",
                "Peers that discovery knows.",
                "",
                () -> known.get() instanceof Discovery.Known peers
                        ? peers.peers().size()
                        : 0);
        metrics.gauge(
                "kubia_peers_stale",
                "1 while the peers are the last good ones, as the look-up fails.",
                "",
                () -> known.get() instanceof Discovery.Known peers && peers.stale() != null ? 1 : 0);
    }

    void lookedUp(PeerLookup.Result result) {
        var counter = switch (result) {
            case PeerLookup.Result.Found _ -> found;
            case PeerLookup.Result.NoSuchName _ -> noSuchName;
            case PeerLookup.Result.Failed _ -> failedLookups;
        };
        counter.increment();
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
