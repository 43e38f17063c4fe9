package io.kubia.node;

import io.kubia.node.cluster.ClusterConfig;
import io.kubia.node.http.HttpConfig;
import io.kubia.node.peers.PeersConfig;
import io.kubia.node.store.StoreConfig;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The flags of {@code kubia node}: for each a variable, a default, and what is expected of its value.
 *
 * <p>Read without picocli, which the command line of the controller is made with: all flags here are of one simple kind,
 * and to set up a library for them took a fifth of the time in which a node starts.
 */
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

    /** In the order of the help. Defaults in angle brackets are read off the surroundings. */
    static final List<Setting> SETTINGS = List.of(
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

    private final Map<String, Values> given;

    private NodeOptions(Map<String, Values> given) {
        this.given = given;
    }

    /** Takes what was given: a flag before its variable. */
    static NodeOptions parse(List<String> arguments, Map<String, String> environment) throws UsageException {
        var flags = flags(arguments);
        var given = new LinkedHashMap<String, Values>();
        for (var setting : SETTINGS) {
            var flag = flags.get(setting.flag());
            var variable = environment.get(setting.variable());
            if (flag != null) {
                given.put(setting.flag(), new Values(setting.flag(), flag));
            } else if (variable != null && !variable.isEmpty() && !isServiceLink(variable)) {
                given.put(setting.flag(), new Values(setting.variable(), variable));
            }
        }
        return new NodeOptions(given);
    }

    static String help() {
        var help = new StringBuilder("""
                usage: kubia node [--FLAG VALUE]...

                The data node: stores what is POSTed to it on its volume, and answers a GET with what
                every peer holds, having found the peers through SRV look-ups.

                """);
        for (var setting : SETTINGS) {
            help.append("  %s %s%n      %s%n      %s; default: %s%n"
                    .formatted(
                            setting.flag(),
                            setting.label(),
                            setting.description(),
                            setting.variable(),
                            setting.fallback()));
        }
        return help.append("""
                  --help
                      Print this and exit.

                Each flag can be given as the variable below it instead; a flag goes before its variable.
                Sizes: 512KiB, 16MiB. Times: 500ms, 30s, 5m.
                Exit codes: 0 stopped as told, 1 failed, 2 wrong usage.
                """).toString();
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
                    .unexpected("at least --dns-min-ttl, " + value(DNS_MIN_TTL).value());
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
                            given.containsKey(DNS) ? value(DNS).dnsServers() : List.of(),
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
        var words = new StringBuilder();
        for (var setting : SETTINGS) {
            var value = switch (setting.flag()) {
                case NAME -> name();
                case SERVICE -> service();
                default -> value(setting.flag());
            };
            words.append(words.isEmpty() ? "" : " ")
                    .append(setting.flag())
                    .append(' ')
                    .append(value.value());
        }
        return words.toString();
    }

    private Values name() {
        return value(NAME, Surroundings::hostName);
    }

    private Values service() {
        return value(
                SERVICE, () -> Surroundings.governingService(name().value()).orElse(DEFAULT_SERVICE));
    }

    private Path directory() throws UsageException {
        try {
            return Path.of(value(DATA).value()).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw value(DATA).unexpected("a directory");
        }
    }

    private OptionalInt peerPort(int listenPort) throws UsageException {
        if (!given.containsKey(PEER_PORT)) {
            return listenPort == 0 ? OptionalInt.empty() : OptionalInt.of(listenPort);
        }
        var port = value(PEER_PORT);
        if (port.value().equals("srv")) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(port.number(1, 65535));
        } catch (UsageException e) {
            throw port.unexpected("a port from 1 to 65535, or srv");
        }
    }

    private Values value(String flag) {
        return value(flag, () -> setting(flag).fallback());
    }

    private Values value(String flag, Supplier<String> fallback) {
        var value = given.get(flag);
        return value == null ? new Values(flag, fallback.get()) : value;
    }

    private static Setting setting(String flag) {
        return SETTINGS.stream()
                .filter(setting -> setting.flag().equals(flag))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Kubernetes gives pods a variable for each service, in the form of Docker's old links: a service {@code kubia-peer}
     * makes {@code KUBIA_PEER_PORT=tcp://10.96.0.5:80}, which is not meant for us.
     */
    private static boolean isServiceLink(String value) {
        return value.startsWith("tcp://") || value.startsWith("udp://");
    }

    /** Takes {@code --flag value} and {@code --flag=value}; the last one counts. */
    private static Map<String, String> flags(List<String> arguments) throws UsageException {
        var flags = new LinkedHashMap<String, String>();
        for (var words = arguments.iterator(); words.hasNext(); ) {
            var word = words.next();
            int equals = word.indexOf('=');
            var flag = equals < 0 ? word : word.substring(0, equals);
            if (SETTINGS.stream().noneMatch(setting -> setting.flag().equals(flag))) {
                throw new UsageException("%s: there is no such flag (see: kubia node --help)".formatted(word));
            }
            if (equals < 0 && !words.hasNext()) {
                throw new UsageException("%s: no value (expected: %s)"
                        .formatted(flag, setting(flag).label()));
            }
            flags.put(flag, equals < 0 ? words.next() : word.substring(equals + 1));
        }
        return flags;
    }
}
