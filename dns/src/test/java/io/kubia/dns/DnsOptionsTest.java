package io.kubia.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.dns.answer.AnswerConfig;
import io.kubia.dns.forward.ForwardConfig;
import io.kubia.dns.forward.ResolvConf;
import io.kubia.dns.model.Address;
import io.kubia.dns.model.DnsName;
import io.kubia.dns.server.ClientList;
import io.kubia.dns.server.ServerConfig;
import io.kubia.dns.source.FileSource;
import io.kubia.dns.source.KubernetesSource;
import io.kubia.dns.zone.PodNames;
import io.kubia.dns.zone.ZoneConfig;
import io.kubia.role.settings.UsageException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("AddressSelection") // literals
class DnsOptionsTest {
    private static final InetSocketAddress LISTEN = new InetSocketAddress("127.0.0.1", 10053);

    @Test
    void defaults() throws Exception {
        var options = DnsOptions.parse(List.of("--source", "file:services.yaml"), Map.of());
        var config = options.config(Map.of(), new SecureRandom());

        assertThat(config.server()).isEqualTo(ServerConfig.defaults(LISTEN));
        assertThat(config.zone())
                .isEqualTo(new ZoneConfig(
                        DnsName.parse("cluster.local"),
                        List.of(Address.parse("127.0.0.1")),
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        PodNames.INSECURE,
                        false));
        assertThat(config.answer().maxUdpPayload()).isEqualTo(1232);
        assertThat(config.answer().version()).isEmpty();
        assertThat(config.answer().cookies()).isPresent();
        assertThat(config.answer().rotates()).isTrue();
        assertThat(config.source()).isInstanceOf(FileSource.class);
        assertThat(config.servers()).isInstanceOf(ResolvConf.class);
        assertThat(config.forward()).isEqualTo(ForwardConfig.defaults());
        assertThat(config.metrics()).hasValue(new InetSocketAddress("127.0.0.1", 10054));
        assertThat(config.logsQueries()).isFalse();
        assertThat(options.logLevel()).isEqualTo("info");
    }

    @Test
    void defaultsOfEachPart() {
        assertThat(ServerConfig.defaults(LISTEN))
                .isEqualTo(new ServerConfig(List.of(LISTEN), 1, ClientList.NOBODY, 1_000, Duration.ofSeconds(10)));
        assertThat(AnswerConfig.defaults()).isEqualTo(new AnswerConfig(1232, Optional.empty(), Optional.empty(), true));
        assertThat(ForwardConfig.defaults())
                .isEqualTo(new ForwardConfig(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        1_000,
                        10_000,
                        16 << 20,
                        Duration.ofHours(1),
                        Duration.ofSeconds(30)));
        assertThat(ZoneConfig.defaults(DnsName.parse("cluster.local")))
                .isEqualTo(new ZoneConfig(
                        DnsName.parse("cluster.local"),
                        List.of(),
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        PodNames.INSECURE,
                        false));
    }

    @Test
    void everythingCanBeSaid() throws Exception {
        var config = config(
                Map.of("KUBIA_DNS_THREADS", "2", "KUBIA_DNS_TTL", "7s"),
                "--source=file:a.yaml --listen 127.0.0.2:53,[::1]:5353,0.0.0.0:54 --zone Example.Org. --ttl 30s"
                        + " --negative-ttl 1s --pods verified --endpoint-pod-names --upstream 10.0.0.1,[::1]:54"
                        + " --max-udp-payload 4096 --max-connections 7 --idle-timeout 3s"
                        + " --allow-transfer 10.0.0.0/8,::1 --version-bind kubia --metrics none --log-queries");
        assertThat(config.server().listen())
                .containsExactly(
                        new InetSocketAddress("127.0.0.2", 53),
                        new InetSocketAddress("::1", 5353),
                        new InetSocketAddress("0.0.0.0", 54));
        assertThat(config.server().threads()).isEqualTo(2);
        assertThat(config.server().maxConnections()).isEqualTo(7);
        assertThat(config.server().idleTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.server().transfers()).isEqualTo(ClientList.parse("10.0.0.0/8,::1"));
        assertThat(config.zone().name()).hasToString("Example.Org");
        // Where all addresses are listened at, there is none to tell.
        assertThat(config.zone().nameServers()).containsExactly(Address.parse("127.0.0.2"), Address.parse("::1"));
        assertThat(config.zone().ttl()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.zone().negativeTtl()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.zone().pods()).isEqualTo(PodNames.VERIFIED);
        assertThat(config.zone().namesEndpointsByPod()).isTrue();
        assertThat(config.servers().now())
                .containsExactly(new InetSocketAddress("10.0.0.1", 53), new InetSocketAddress("::1", 54));
        assertThat(config.answer().maxUdpPayload()).isEqualTo(4096);
        assertThat(config.answer().version()).hasValue("kubia");
        assertThat(config.metrics()).isEmpty();
        assertThat(config.logsQueries()).isTrue();
    }

    @Test
    void aKubernetesIsASource() throws Exception {
        assertThat(config(Map.of(), "--source kubernetes:http://127.0.0.1:8001").source())
                .isInstanceOf(KubernetesSource.class);
        var pod = Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1", "KUBERNETES_SERVICE_PORT", "443");
        assertThat(config(pod, "--source kubernetes").source()).isInstanceOf(KubernetesSource.class);
        assertThat(config(Map.of(), "--source kubernetes:https://10.96.0.1 --token-file t --ca-file c --upstream none")
                        .servers()
                        .now())
                .isEmpty();
    }

    @Test
    void helpNamesEveryFlagWithItsVariableAndDefault() {
        var help = DnsOptions.SETTINGS.help().replaceAll("\\s+", "");
        for (var setting : DnsOptions.SETTINGS.settings()) {
            assertThat(help)
                    .contains(setting.flag() + setting.label())
                    .contains(DnsOptions.SETTINGS.variable(setting) + ";default:"
                            + setting.fallback().replace(" ", ""));
        }
    }

    @Test
    void theLogTellsWhatIsInForce() throws Exception {
        assertThat(DnsOptions.parse(List.of("--source", "file:a"), Map.of("KUBIA_DNS_TTL", "9s"))
                        .effective())
                .startsWith("--listen 127.0.0.1:10053 --source file:a ")
                .contains(" --ttl 9s ")
                .endsWith(" --log-queries false --log-level info");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--ttl 1s | --source: missing (expected: file:PATH, kubernetes:URL or kubernetes)",
                "--source nonsense | --source: nonsense (expected: file:PATH, kubernetes:URL or kubernetes)",
                "--source kubernetes | KUBERNETES_SERVICE_HOST: missing (expected: set, as Kubernetes does in every pod)",
                "--source kubernetes:a^b | --source: kubernetes:a^b (expected: kubernetes: and a URL such as"
                        + " http://127.0.0.1:8001)",
                "--source kubernetes:ftp://a | kubernetes: ftp://a (expected: http://HOST:PORT or https://HOST:PORT)",
                "--source kubernetes:http://10.0.0.1 --token-file t | kubernetes: http://10.0.0.1 (expected: https, as"
                        + " a token must not be sent where others can read it)",
                "--source kubernetes:http://127.0.0.1 --ca-file c | kubernetes: http://127.0.0.1 (expected: https, with"
                        + " a CA)",
                "--source file:a --listen 53 | --listen: 53 (expected: HOST:PORT such as 127.0.0.1:8080, or :8080 for"
                        + " all addresses)",
                "--source file:a --listen 127.0.0.1:99999 | --listen: 99999 (expected: a number from 0 to 65535)",
                "--source file:a --zone a..b | --zone: a..b (expected: a DNS name such as"
                        + " kubia.default.svc.cluster.local)",
                "--source file:a --zone a123456789.b123456789.c123456789.d123456789.e123456789.f123456 | zone:"
                        + " a123456789.b123456789.c123456789.d123456789.e123456789.f123456 (expected: a name of 57"
                        + " characters at most)",
                "--source file:a --ttl 5 | --ttl: 5 (expected: a time such as 500ms, 30s or 5m)",
                "--source file:a --ttl 61m | ttl: PT1H1M (expected: 0 to 3600 s)",
                "--source file:a --negative-ttl 61m | negativeTtl: PT1H1M (expected: 0 to 3600 s)",
                "--source file:a --pods on | --pods: on (expected: one of insecure, off, verified)",
                "--source file:a --endpoint-pod-names=yes | --endpoint-pod-names: yes (expected: one of false, true)",
                "--source file:a --upstream dns.example | --upstream: dns.example (expected: IP addresses such as"
                        + " 10.96.0.10 or 127.0.0.1:10053, separated by commas)",
                "--source file:a --max-udp-payload 100 | --max-udp-payload: 100 (expected: a number from 512 to 4096)",
                "--source file:a --max-connections 0 | --max-connections: 0 (expected: a number from 1 to 1000000)",
                "--source file:a --idle-timeout 0s | idleTimeout: PT0S (expected: 1 ms to 1 h)",
                "--source file:a --allow-transfer 10.0.0.0/33 | --allow-transfer: 10.0.0.0/33 (expected: addresses such"
                        + " as 10.0.0.5 or 10.0.0.0/24, separated by commas)",
                "--source file:a --threads 0 | --threads: 0 (expected: a number from 1 to 256)",
                "--source file:a --metrics 10054 | --metrics: 10054 (expected: HOST:PORT such as 127.0.0.1:8080, or"
                        + " :8080 for all addresses)",
                "--source file:a --log-level loud | --log-level: loud (expected: one of debug, error, info, trace,"
                        + " warn)",
                "--nosuch 1 | --nosuch: there is no such flag (see: kubia dns --help)",
                "--source file:a --ttl | --ttl: no value (expected: TIME)",
            })
    void wrongValuesAreNamedWithWhatWasExpected(String arguments, String message) {
        assertThatThrownBy(() -> {
                    var options = DnsOptions.parse(words(arguments), Map.of());
                    options.config(Map.of(), new SecureRandom());
                    options.logLevel();
                })
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void versionsMustBePrintable() {
        assertThatThrownBy(() -> DnsOptions.parse(List.of("--source", "file:a", "--version-bind", "a\nb"), Map.of())
                        .config(Map.of(), new SecureRandom()))
                .isInstanceOf(UsageException.class)
                .hasMessage("version: 3 characters (expected: at most 255, printable ASCII)");
    }

    @Test
    void aWrongVariableIsNamedAsAVariable() {
        assertThatThrownBy(() -> config(Map.of("KUBIA_DNS_TTL", "soon"), "--source file:a"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("KUBIA_DNS_TTL: soon (expected: ");
    }

    private static DnsConfig config(Map<String, String> environment, String arguments) throws UsageException {
        return DnsOptions.parse(words(arguments), environment).config(environment, new SecureRandom());
    }

    private static List<String> words(String text) {
        return new ArrayList<>(List.of(text.split(" ", -1)));
    }
}
