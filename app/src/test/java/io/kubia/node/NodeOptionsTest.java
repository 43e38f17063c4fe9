package io.kubia.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.role.settings.UsageException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("AddressSelection") // literals
class NodeOptionsTest {
    @Test
    void defaults() throws Exception {
        var options = parse(Map.of());
        var config = options.config();

        assertThat(config.http().listen()).isEqualTo(new InetSocketAddress("0.0.0.0", 8080));
        assertThat(config.http().name()).isEqualTo(Surroundings.hostName());
        assertThat(config.http().maxBody()).isEqualTo(16 << 20);
        assertThat(config.http().maxConnections()).isEqualTo(2048);
        assertThat(config.http().requestTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.http().idleTimeout()).isEqualTo(Duration.ofSeconds(75));
        assertThat(config.store().directory()).isEqualTo(Path.of("/var/data"));
        assertThat(config.store().inlineLimit()).isEqualTo(16 << 10);
        assertThat(config.peers().service()).isEqualTo("kubia.default.svc.cluster.local");
        assertThat(config.peers().dnsServers()).isEmpty();
        assertThat(config.peers().peerPort()).isEqualTo(OptionalInt.of(8080));
        assertThat(config.peers().dnsTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.peers().minTtl()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.peers().maxTtl()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.peers().maxPeers()).isEqualTo(5_000);
        assertThat(config.cluster().self()).isEqualTo(Surroundings.hostName());
        assertThat(config.cluster().peerTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.cluster().maxData()).isEqualTo(16 << 20);
        assertThat(config.cluster().readMemory()).isEqualTo(32 << 20);
        assertThat(config.cluster().maxRounds()).isEqualTo(8);
        assertThat(config.cluster().maxStreams()).isEqualTo(4);
        assertThat(config.cluster().maxWaiting()).isEqualTo(10_000);
        assertThat(config.cluster().maxWait()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.grace()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.logLevel()).isEqualTo("info");
    }

    @Test
    void helpNamesEveryFlagWithItsVariableAndDefault() {
        var help = NodeOptions.SETTINGS.help().replaceAll("\\s+", "");
        for (var setting : NodeOptions.SETTINGS.settings()) {
            assertThat(help)
                    .contains(setting.flag() + setting.label())
                    .contains(NodeOptions.SETTINGS.variable(setting) + ";default:"
                            + setting.fallback().replace(" ", ""));
        }
    }

    @Test
    void flagGoesBeforeVariableAndVariableBeforeDefault() throws Exception {
        var environment = Map.of("KUBIA_NAME", "from-variable", "KUBIA_MAX_BODY", "1Ki");
        var config = parse(environment, "--name", "from-flag").config();

        assertThat(config.http().name()).isEqualTo("from-flag");
        assertThat(config.http().maxBody()).isEqualTo(1024);
    }

    @Test
    void peersListenOnOurPortUnlessTheSrvRecordIsAsked() throws Exception {
        assertThat(parse(Map.of(), "--listen", "127.0.0.1:9000")
                        .config()
                        .peers()
                        .peerPort())
                .hasValue(9000);
        assertThat(parse(Map.of(), "--peer-port", "srv").config().peers().peerPort())
                .isEmpty();
        assertThat(parse(Map.of(), "--peer-port=81").config().peers().peerPort())
                .hasValue(81);
    }

    @Test
    void dnsServersTakePortsAndIpv6() throws Exception {
        assertThat(parse(Map.of(), "--dns", "10.96.0.10,127.0.0.1:10053, [::1]:5353,::1,[fe80::2]")
                        .config()
                        .peers()
                        .dnsServers())
                .containsExactly(
                        new InetSocketAddress("10.96.0.10", 53),
                        new InetSocketAddress("127.0.0.1", 10053),
                        new InetSocketAddress("::1", 5353),
                        new InetSocketAddress("::1", 53),
                        new InetSocketAddress("fe80::2", 53));
    }

    @Test
    void kubernetesServiceVariablesAreNotOurs() throws Exception {
        var config = parse(Map.of("KUBIA_PEER_PORT", "tcp://10.96.0.5:80")).config();
        assertThat(config.peers().peerPort()).hasValue(8080);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--listen | 8080 | HOST:PORT",
                "--listen | :99999 | 0 to 65535",
                "--listen | 127.0.0.1:http | 0 to 65535",
                "--name | a.b | letters, digits and dashes",
                "--service | kubia..svc | a DNS name",
                "--service | kubia default | a DNS name",
                "--dns | dns.example:53 | IP addresses",
                "--dns | 10.0.0.1:0 | 1 to 65535",
                "--dns | 10.0.0.1, | IP addresses",
                "--peer-port | 0 | a port from 1 to 65535, or srv",
                "--peer-port | SRV | a port from 1 to 65535, or srv",
                "--max-body | 16MB5 | a size",
                "--max-body | -1 | a size",
                "--max-body | 999999999999999GiB | a size",
                "--max-connections | 0 | 1 to 1000000",
                "--request-timeout | 30 | a time",
                "--idle-timeout | 1h | a time",
                "--dns-min-ttl | x | a time",
                "--dns-max-ttl | 500ms | at least --dns-min-ttl",
                "--log-level | loud | one of debug, error, info, trace, warn",
            })
    void wrongValuesAreNamedWithWhatWasExpected(String flag, String value, String expected) {
        assertThatThrownBy(() -> {
                    var options = parse(Map.of(), flag, value);
                    options.config();
                    options.logLevel();
                })
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(flag)
                .hasMessageContaining(expected);
    }

    @Test
    void wrongVariableIsNamedAsAVariable() {
        assertThatThrownBy(() -> parse(Map.of("KUBIA_MAX_BODY", "much")).config())
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("KUBIA_MAX_BODY: much (expected: ");
    }

    @Test
    void unknownFlagsAndZeroLimitsAreRefused() {
        assertThatThrownBy(() -> parse(Map.of(), "--port", "1")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> parse(Map.of(), "word")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> parse(Map.of(), "--request-timeout", "0s").config())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("requestTimeout");
    }

    @Test
    void governingServiceIsReadOffAKubernetesHostsFile() {
        var hosts = """
                # Kubernetes-managed hosts file.
                127.0.0.1\tlocalhost
                10.42.0.5\tkubia-0.kubia.shop.svc.cluster.example\tkubia-0
                """;
        assertThat(Surroundings.governingService("kubia-0", hosts)).hasValue("kubia.shop.svc.cluster.example");
        assertThat(Surroundings.governingService("kubia-1", hosts)).isEmpty();
        assertThat(Surroundings.governingService("box", "127.0.1.1 box.example.org box"))
                .isEmpty();
    }

    private static NodeOptions parse(Map<String, String> environment, String... arguments) throws UsageException {
        return NodeOptions.parse(List.of(arguments), environment);
    }
}
