package io.kubia.node;

import io.kubia.node.cluster.ClusterConfig;
import io.kubia.node.http.HttpConfig;
import io.kubia.node.peers.PeersConfig;
import io.kubia.node.store.StoreConfig;
import io.kubia.role.settings.Given;
import io.kubia.role.settings.Setting;
import io.kubia.role.settings.Settings;
import io.kubia.role.settings.UsageException;
import io.kubia.role.settings.Value;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The flags of {@code kubia node}: for each a variable, a default, and what is expected of its value. */
final class NodeOptions {
    private static final String LISTEN = "--listen";
    private static final String DATA = "--data";
    private static final String NAME = "--name";
    private static final String SERVICE = "--service";
    private static final String DNS = "--dns";
    private static final String PEER_PORT = "--peer-port";
    private static final String MAX_BODY = "--max-body";
    private static final String MAX_CONNECTIONS = "--max-connections";
    private static final String REQUEST_TIMEOUT = "--request-timeout";
    private static final String IDLE_TIMEOUT = "--idle-timeout";
    private static final String DNS_TIMEOUT = "--dns-timeout";
    private static final String DNS_MIN_TTL = "--dns-min-ttl";
    private static final String DNS_MAX_TTL = "--dns-max-ttl";
    private static final String PEER_TIMEOUT = "--peer-timeout";
    private static final String GRACE = "--grace";
    private static final String LOG_LEVEL = "--log-level";

    private static final String DEFAULT_SERVICE = "kubia.default.svc.cluster.local";
    private static final Set<String> LOG_LEVELS = Set.of("error", "warn", "info", "debug", "trace");

    private static final List<Setting> ALL = List.of(
            new Setting(LISTEN, "HOST:PORT", "0.0.0.0:8080", "Where to listen."),
            new Setting(DATA, "DIR", "/var/data", "The volume: where the data is stored."),
            new Setting(NAME, "NAME", "<the host's name>", "This node's name; its peers know it by NAME.SERVICE."),
            new Setting(
                    SERVICE,
                    "NAME",
                    "<on Kubernetes the pod's own, else " + DEFAULT_SERVICE + ">",
                    "The DNS name whose SRV records name the peers."),
            new Setting(DNS, "IP:PORT,...", "<the system's>", "The DNS servers to ask, in this order."),
            new Setting(
                    PEER_PORT,
                    "N|srv",
                    "<the port of --listen>",
                    "The port that peers listen on; srv takes the one of the SRV record."),
            new Setting(MAX_BODY, "SIZE", "16MiB", "The largest body that is stored; beyond it 413."),
            new Setting(MAX_CONNECTIONS, "N", "2048", "Connections open at once; beyond it 503."),
            new Setting(
                    REQUEST_TIMEOUT,
                    "TIME",
                    "30s",
                    "How long a request's head may take, and how long a client may pause within a body; beyond it 408."),
            new Setting(IDLE_TIMEOUT, "TIME", "75s", "How long a connection may stay open between requests."),
            new Setting(DNS_TIMEOUT, "TIME", "2s", "How long one look-up may take, all servers and tries together."),
            new Setting(DNS_MIN_TTL, "TIME", "1s", "How long an answer is used at least, whatever its TTL says."),
            new Setting(DNS_MAX_TTL, "TIME", "30s", "How long an answer is used at most."),
            new Setting(PEER_TIMEOUT, "TIME", "3s", "How long one peer is waited for in a read of the cluster."),
            new Setting(GRACE, "TIME", "10s", "How long requests under way may take to finish after SIGTERM."),
            new Setting(
                    LOG_LEVEL,
                    "LEVEL",
                    "info",
                    "What is logged to standard error: error, warn, info, debug or trace."));

    static final Settings SETTINGS = new Settings("kubia node", "KUBIA_", """
            The data node: stores what is POSTed to it on its volume, and answers a GET with what
            every peer holds, having found the peers through SRV look-ups.
            """, ALL);

    private final Given given;

    private NodeOptions(Given given) {
        this.given = given;
    }

    /** Takes what was given: a flag before its variable. */
    static NodeOptions parse(List<String> arguments, Map<String, String> environment) throws UsageException {
        return new NodeOptions(SETTINGS.parse(arguments, environment));
    }

    /** The level at which to log, known before anything is logged. */
    String logLevel() throws UsageException {
        return value(LOG_LEVEL).oneOf(LOG_LEVELS);
    }

    NodeConfig config() throws UsageException {
        var listen = value(LISTEN).listenAddress();
        var name = name().label();
        var service = service().dnsName();
        long maxBody = value(MAX_BODY).size();
        var minTtl = value(DNS_MIN_TTL).duration();
        var maxTtl = value(DNS_MAX_TTL).duration();
        if (maxTtl.compareTo(minTtl) < 0) {
            throw value(DNS_MAX_TTL)
                    .unexpected("at least --dns-min-ttl, " + value(DNS_MIN_TTL).text());
        }
        var peers = PeersConfig.defaults(service);
        var cluster = ClusterConfig.defaults(name);
        try {
            return new NodeConfig(
                    new HttpConfig(
                            listen,
                            name,
                            maxBody,
                            value(MAX_CONNECTIONS).number(1, 1_000_000),
                            value(REQUEST_TIMEOUT).duration(),
                            value(IDLE_TIMEOUT).duration()),
                    StoreConfig.of(directory()),
                    new PeersConfig(
                            service,
                            given.has(DNS) ? value(DNS).dnsServers() : List.of(),
                            peerPort(listen.getPort()),
                            value(DNS_TIMEOUT).duration(),
                            minTtl,
                            maxTtl,
                            peers.maxPeers()),
                    new ClusterConfig(
                            name,
                            value(PEER_TIMEOUT).duration(),
                            Math.max(maxBody, cluster.maxData()),
                            cluster.readMemory(),
                            cluster.maxRounds(),
                            cluster.maxStreams(),
                            cluster.maxWaiting(),
                            cluster.maxWait()),
                    value(GRACE).duration());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** Every setting as it is in force, for the log. */
    String effective() {
        return given.effective(flag -> switch (flag) {
            case NAME -> name();
            case SERVICE -> service();
            default -> value(flag);
        });
    }

    private Value name() {
        return given.value(NAME, Surroundings::hostName);
    }

    private Value service() {
        return given.value(
                SERVICE, () -> Surroundings.governingService(name().text()).orElse(DEFAULT_SERVICE));
    }

    private Path directory() throws UsageException {
        try {
            return Path.of(value(DATA).text()).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw value(DATA).unexpected("a directory");
        }
    }

    private OptionalInt peerPort(int listenPort) throws UsageException {
        if (!given.has(PEER_PORT)) {
            return listenPort == 0 ? OptionalInt.empty() : OptionalInt.of(listenPort);
        }
        var port = value(PEER_PORT);
        if (port.text().equals("srv")) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(port.number(1, 65535));
        } catch (UsageException e) {
            throw port.unexpected("a port from 1 to 65535, or srv");
        }
    }

    private Value value(String flag) {
        return given.value(flag);
    }
}
