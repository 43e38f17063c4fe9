package io.kubia.node.peers;

import io.kubia.role.metrics.Counter;
import io.kubia.role.metrics.Metrics;
import java.util.function.Supplier;

/** What discovery counts. */
final class PeersMetrics {
    private final Counter found;
    private final Counter noSuchName;
    private final Counter failedLookups;

    /** {@code known} is asked, by any thread, whenever the metrics are read. */
    PeersMetrics(Metrics metrics, Supplier<Discovery> known) {
        var lookups = "kubia_dns_lookups_total";
        var lookupsHelp = "Look-ups of the peers, by what came of them.";
        found = metrics.counter(lookups, lookupsHelp, "result=\"found\"");
        noSuchName = metrics.counter(lookups, lookupsHelp, "result=\"nxdomain\"");
        failedLookups = metrics.counter(lookups, lookupsHelp, "result=\"failed\"");
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
}
