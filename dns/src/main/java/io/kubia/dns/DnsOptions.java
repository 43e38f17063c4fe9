package io.kubia.dns;

import io.kubia.dns.answer.AnswerConfig;
import io.kubia.dns.answer.CookieSecret;
import io.kubia.dns.forward.ForwardConfig;
import io.kubia.dns.forward.ResolvConf;
import io.kubia.dns.forward.Servers;
import io.kubia.dns.model.Address;
import io.kubia.dns.model.DnsName;
import io.kubia.dns.server.ClientList;
import io.kubia.dns.server.ServerConfig;
import io.kubia.dns.source.FileSource;
import io.kubia.dns.source.KubernetesConfig;
import io.kubia.dns.source.KubernetesSource;
import io.kubia.dns.source.Source;
import io.kubia.dns.zone.PodNames;
import io.kubia.dns.zone.ZoneConfig;
import io.kubia.role.settings.Given;
import io.kubia.role.settings.Setting;
import io.kubia.role.settings.Settings;
import io.kubia.role.settings.UsageException;
import io.kubia.role.settings.Value;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** The flags of {@code kubia dns}: for each a variable, a default, and what is expected of its value. */
final class DnsOptions {
    private static final String LISTEN = "--listen";
    private static final String SOURCE = "--source";
    private static final String TOKEN_FILE = "--token-file";
    private static final String CA_FILE = "--ca-file";
    private static final String ZONE = "--zone";
    private static final String TTL = "--ttl";
    private static final String NEGATIVE_TTL = "--negative-ttl";
    private static final String PODS = "--pods";
    private static final String ENDPOINT_POD_NAMES = "--endpoint-pod-names";
    private static final String UPSTREAM = "--upstream";
    private static final String MAX_UDP_PAYLOAD = "--max-udp-payload";
    private static final String MAX_CONNECTIONS = "--max-connections";
    private static final String IDLE_TIMEOUT = "--idle-timeout";
    private static final String ALLOW_TRANSFER = "--allow-transfer";
    private static final String VERSION_BIND = "--version-bind";
    private static final String THREADS = "--threads";
    private static final String METRICS = "--metrics";
    private static final String LOG_QUERIES = "--log-queries";
    private static final String LOG_LEVEL = "--log-level";

    private static final String NONE = "none";
    private static final Set<String> LOG_LEVELS = Set.of("error", "warn", "info", "debug", "trace");

    private static final List<Setting> ALL = List.of(
            new Setting(LISTEN, "HOST:PORT,...", "127.0.0.1:10053", "Where to listen, by UDP and by TCP."),
            new Setting(
                    SOURCE,
                    "file:PATH|kubernetes:URL|kubernetes",
                    "none, it must be given",
                    "Where services come from: a file of Kubernetes objects in YAML, read anew when it changes; the API"
                            + " of a Kubernetes; or, in a pod of its, that one's."),
            new Setting(TOKEN_FILE, "PATH", NONE, "Who we are to the API: a bearer token; in a pod the pod's own."),
            new Setting(CA_FILE, "PATH", NONE, "Who the API must be: certificates in PEM; in a pod the cluster's."),
            new Setting(ZONE, "NAME", "cluster.local", "What the names of services end in."),
            new Setting(TTL, "TIME", "5s", "How long answers may be kept."),
            new Setting(NEGATIVE_TTL, "TIME", "0s", "How long it may be believed that a name is not there."),
            new Setting(
                    PODS,
                    "off|insecure|verified",
                    "insecure",
                    "Names of pods by address, 10-0-0-1.NAMESPACE.pod.ZONE: none, any, or those of pods that there are."),
            Setting.onOff(ENDPOINT_POD_NAMES, "Name endpoints without a hostname by their pod, not by their address."),
            new Setting(
                    UPSTREAM,
                    "IP:PORT,...|system|none",
                    "system",
                    "Who is asked for all other names: the servers of the system's resolv.conf, others, or nobody."),
            new Setting(MAX_UDP_PAYLOAD, "BYTES", "1232", "How long an answer by UDP may be, whatever clients take."),
            new Setting(MAX_CONNECTIONS, "N", "1000", "Connections by TCP; beyond them the idlest one is closed."),
            new Setting(IDLE_TIMEOUT, "TIME", "10s", "How long a connection may be idle."),
            new Setting(
                    ALLOW_TRANSFER,
                    "ADDRESS[/BITS],...",
                    NONE,
                    "Clients that may have the whole zone (AXFR); all others are refused."),
            new Setting(VERSION_BIND, "TEXT", NONE, "What version.bind says; without it that is refused."),
            new Setting(THREADS, "N", "1", "Event loops; one answers some hundred thousand questions a second."),
            new Setting(
                    METRICS, "HOST:PORT|none", "127.0.0.1:10054", "Where /metrics, /healthz and /readyz are served."),
            Setting.onOff(LOG_QUERIES, "Print a line for each request to standard output."),
            new Setting(
                    LOG_LEVEL,
                    "LEVEL",
                    "info",
                    "What is logged to standard error: error, warn, info, debug or trace."));

    static final Settings SETTINGS = new Settings("kubia dns", "KUBIA_DNS_", """
            The DNS server: answers for the names of Kubernetes services, their endpoints and SRV
            records, and asks other servers for all else.
            """, ALL);

    private final Given given;

    private DnsOptions(Given given) {
        this.given = given;
    }

    static DnsOptions parse(List<String> arguments, Map<String, String> environment) throws UsageException {
        return new DnsOptions(SETTINGS.parse(arguments, environment));
    }

    String logLevel() throws UsageException {
        return value(LOG_LEVEL).oneOf(LOG_LEVELS);
    }

    /** Every setting as it is in force, for the log. */
    String effective() {
        return given.effective(this::value);
    }

    /** {@code random} makes the secret of cookies, and what spreads the load on an API. */
    DnsConfig config(Map<String, String> environment, SecureRandom random) throws UsageException {
        return config(() -> source(environment, random), random);
    }

    /** With another source than the one that the flags say. */
    DnsConfig config(Source source, SecureRandom random) throws UsageException {
        return config(() -> source, random);
    }

    /** Where services come from, which is looked at after what stands before it. */
    private interface Choice {
        Source source() throws UsageException;
    }

    private DnsConfig config(Choice choice, SecureRandom random) throws UsageException {
        try {
            var server = server();
            return new DnsConfig(
                    server,
                    zone(),
                    new AnswerConfig(
                            value(MAX_UDP_PAYLOAD).number(512, 4096),
                            optional(VERSION_BIND),
                            Optional.of(CookieSecret.random(random)),
                            true),
                    choice.source(),
                    servers(server),
                    ForwardConfig.defaults(),
                    metrics(),
                    value(LOG_QUERIES).isOn());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private ServerConfig server() throws UsageException {
        return new ServerConfig(
                value(LISTEN).listenAddresses(),
                value(THREADS).number(1, 256),
                transfers(),
                value(MAX_CONNECTIONS).number(1, 1_000_000),
                value(IDLE_TIMEOUT).duration());
    }

    private ZoneConfig zone() throws UsageException {
        return new ZoneConfig(
                DnsName.parse(value(ZONE).dnsName()),
                nameServers(),
                value(TTL).duration(),
                value(NEGATIVE_TTL).duration(),
                PodNames.valueOf(
                        value(PODS).oneOf(Set.of("off", "insecure", "verified")).toUpperCase(Locale.ROOT)),
                value(ENDPOINT_POD_NAMES).isOn());
    }

    /** Where this server can be asked; an address that stands for all is none that a client could ask. */
    private List<Address> nameServers() throws UsageException {
        return value(LISTEN).listenAddresses().stream()
                .map(InetSocketAddress::getAddress)
                .filter(address -> !address.isAnyLocalAddress())
                .map(Address::of)
                .distinct()
                .toList();
    }

    private ClientList transfers() throws UsageException {
        var clients = optional(ALLOW_TRANSFER);
        try {
            return clients.isEmpty() ? ClientList.NOBODY : ClientList.parse(clients.get());
        } catch (IllegalArgumentException e) {
            throw value(ALLOW_TRANSFER).unexpected("addresses such as 10.0.0.5 or 10.0.0.0/24, separated by commas");
        }
    }

    private Source source(Map<String, String> environment, SecureRandom random) throws UsageException {
        var source = value(SOURCE);
        if (!given.has(SOURCE)) {
            throw new UsageException("--source: missing (expected: file:PATH, kubernetes:URL or kubernetes)");
        }
        if (source.text().startsWith("file:")) {
            try {
                return new FileSource(Path.of(source.text().substring("file:".length())));
            } catch (InvalidPathException e) {
                throw source.unexpected("file: and a path");
            }
        }
        return new KubernetesSource(kubernetes(source, environment), new SplittableRandom(random.nextLong()));
    }

    private KubernetesConfig kubernetes(Value source, Map<String, String> environment) throws UsageException {
        boolean watchesPods = value(PODS).text().equals("verified");
        try {
            if (source.text().equals("kubernetes")) {
                return KubernetesConfig.inCluster(environment, watchesPods);
            }
            if (source.text().startsWith("kubernetes:")) {
                return new KubernetesConfig(
                        new URI(source.text().substring("kubernetes:".length())),
                        optional(TOKEN_FILE).map(Path::of),
                        optional(CA_FILE).map(Path::of),
                        watchesPods);
            }
        } catch (URISyntaxException e) {
            throw source.unexpected("kubernetes: and a URL such as http://127.0.0.1:8001");
        }
        throw source.unexpected("file:PATH, kubernetes:URL or kubernetes");
    }

    private Servers servers(ServerConfig server) throws UsageException {
        return switch (value(UPSTREAM).text()) {
            case NONE -> Servers.fixed(List.of());
            case "system" -> new ResolvConf(server::listensAt);
            default -> Servers.fixed(value(UPSTREAM).dnsServers());
        };
    }

    private Optional<InetSocketAddress> metrics() throws UsageException {
        return value(METRICS).text().equals(NONE)
                ? Optional.empty()
                : Optional.of(value(METRICS).listenAddress());
    }

    private Optional<String> optional(String flag) {
        return Optional.of(value(flag).text()).filter(text -> !text.equals(NONE));
    }

    private Value value(String flag) {
        return given.value(flag);
    }
}
