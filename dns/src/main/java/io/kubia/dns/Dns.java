package io.kubia.dns;

import io.kubia.dns.server.DnsServer;
import io.kubia.dns.server.MetricsServer;
import io.kubia.dns.server.QueryLog;
import io.kubia.dns.server.Upstreams;
import io.kubia.dns.source.Source;
import io.kubia.dns.source.ZoneUpdates;
import io.kubia.dns.zone.LiveZone;
import io.kubia.role.metrics.Metrics;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** One DNS server: its parts, started from the zone outwards and stopped in reverse. */
final class Dns {
    private final Source source;
    private final ZoneUpdates updates;
    private final DnsServer server;
    private final Optional<MetricsServer> metricsServer;
    private final Optional<QueryLog> queryLog;

    private Dns(DnsConfig config, PrintStream out, InstantSource clock) {
        var metrics = new Metrics();
        var zone = new LiveZone(config.zone(), clock);
        source = config.source();
        updates = new ZoneUpdates(zone, new ZoneMetrics(metrics, zone)::changed);
        queryLog = config.logsQueries() ? Optional.of(new QueryLog(out)) : Optional.empty();
        server = new DnsServer(config.server(), zone, config.answer(), Upstreams.NONE, metrics, queryLog, clock);
        metricsServer = config.metrics().map(address -> new MetricsServer(address, metrics, zone));
    }

    /**
     * Starts a server.
     *
     * @param out where requests are printed, if they are
     * @throws IOException an address cannot be listened on, or the source has nothing to begin with
     */
    static Dns start(DnsConfig config, PrintStream out, InstantSource clock) throws IOException {
        var dns = new Dns(config, out, clock);
        try {
            dns.queryLog.ifPresent(QueryLog::start);
            dns.source.start(dns.updates);
            dns.server.start();
            if (dns.metricsServer.isPresent()) {
                dns.metricsServer.get().start();
            }
        } catch (IOException | RuntimeException e) {
            dns.stop();
            throw e;
        }
        return dns;
    }

    /** Where it listens. */
    List<InetSocketAddress> addresses() {
        return server.addresses();
    }

    void stop() {
        metricsServer.ifPresent(MetricsServer::stop);
        server.stop();
        source.close();
        queryLog.ifPresent(QueryLog::close);
    }
}
