package io.kubia.dns;

import io.kubia.dns.forward.Forwarder;
import io.kubia.dns.forward.Transport;
import io.kubia.dns.server.DnsServer;
import io.kubia.dns.server.MetricsServer;
import io.kubia.dns.server.QueryLog;
import io.kubia.dns.server.Sockets;
import io.kubia.dns.source.Source;
import io.kubia.dns.source.ZoneUpdates;
import io.kubia.dns.zone.LiveZone;
import io.kubia.role.metrics.Metrics;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One DNS server: its parts, started from the zone outwards and stopped in reverse. */
public final class Dns {
    private final Source source;
    private final ZoneUpdates updates;
    private final EventLoopGroup forwardLoop;
    private final Forwarder forwarder;
    private final DnsServer server;
    private final Optional<MetricsServer> metricsServer;
    private final Optional<QueryLog> queryLog;

    private Dns(DnsConfig config, PrintStream out, InstantSource clock, SecureRandom random) {
        var metrics = new Metrics();
        var zone = new LiveZone(config.zone(), clock);
        source = config.source();
        updates = new ZoneUpdates(zone, new ZoneMetrics(metrics, zone)::changed);
        queryLog = config.logsQueries() ? Optional.of(new QueryLog(out)) : Optional.empty();
        var sockets = Sockets.best();
        forwardLoop = sockets.loops("forward", 1);
        var transport = new Transport(forwardLoop.next(), sockets.stream(), sockets.datagram());
        forwarder = new Forwarder(config.forward(), config.servers(), transport, clock, random, metrics);
        server = new DnsServer(config.server(), zone, config.answer(), forwarder, metrics, queryLog, clock);
        metricsServer = config.metrics().map(address -> new MetricsServer(address, metrics, zone));
    }

    /**
     * Starts a server.
     *
     * @param out where requests are printed, if they are
     * @param random makes the ids of questions to other servers
     * @throws IOException an address cannot be listened on, or the source has nothing to begin with
     */
    public static Dns start(DnsConfig config, PrintStream out, InstantSource clock, SecureRandom random)
            throws IOException {
        var dns = new Dns(config, out, clock, random);
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
    public List<InetSocketAddress> addresses() {
        return server.addresses();
    }

    /** Answers nothing more, and lets go of its addresses. */
    public void stop() {
        metricsServer.ifPresent(MetricsServer::stop);
        server.stop();
        forwarder.close();
        forwardLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
        source.close();
        queryLog.ifPresent(QueryLog::close);
    }
}
