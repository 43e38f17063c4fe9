package io.kubia.node.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the peers are configured with. */
class PeersConfigTest {
    private final PeersConfig defaults = PeersConfig.defaults("kubia-0", "kubia.default.svc.cluster.local");

    @Test
    void defaults() {
        assertThat(defaults)
                .isEqualTo(new PeersConfig(
                        "kubia-0",
                        "kubia.default.svc.cluster.local",
                        List.of(),
                        OptionalInt.empty(),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(3),
                        5_000,
                        16 * 1024 * 1024,
                        32 * 1024 * 1024,
                        8,
                        4,
                        10_000,
                        Duration.ofSeconds(10)));
    }

    @Test
    void namesAreTakenAsTheyAreMeant() {
        var config = PeersConfig.defaults("kubia-0.kubia", "kubia.default.");
        assertThat(config.self()).isEqualTo("kubia-0");
        assertThat(config.service()).isEqualTo("kubia.default");
        var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), 53);
        assertThat(config.withDns(List.of(server, server), Duration.ofSeconds(1))
                        .dnsServers())
                .containsExactly(server);
    }

    @Test
    void messagesNameTheFieldItsValueAndWhatWasExpected() {
        var second = Duration.ofSeconds(1);
        var none = OptionalInt.empty();
        rejects(() -> PeersConfig.defaults("a b", "x"), "self: a b (expected: a host name)");
        rejects(() -> PeersConfig.defaults("a", "a..b"), "service: a..b (expected: a DNS name)");
        rejects(() -> PeersConfig.defaults("a", ""), "service:  (expected: a DNS name)");
        rejects(
                () -> defaults.withDns(List.of(InetSocketAddress.createUnresolved("dns", 53)), second),
                "dnsServers: dns/<unresolved>:53 (expected: IP addresses with ports)");
        rejects(() -> defaults.withDns(List.of(), Duration.ZERO), "dnsTimeout: PT0S (expected: > 0)");
        rejects(() -> defaults.withTtl(Duration.ZERO, second), "minTtl: PT0S (expected: > 0)");
        rejects(() -> defaults.withTtl(second, Duration.ofMillis(9)), "maxTtl: PT0.009S (expected: >= PT1S)");
        rejects(
                () -> defaults.withPeers(OptionalInt.of(65_536), second, 1, 1),
                "peerPort: 65536 (expected: 1 to 65535)");
        rejects(() -> defaults.withPeers(none, second.negated(), 1, 1), "peerTimeout: PT-1S (expected: > 0)");
        rejects(() -> defaults.withPeers(none, second, 0, 1), "maxPeers: 0 (expected: > 0)");
        rejects(() -> defaults.withPeers(none, second, 1, 0), "maxData: 0 (expected: > 0)");
        rejects(() -> defaults.withLimits(9, 1, 1, 1, second), "readMemory: 9 (expected: >= 1048576)");
        rejects(() -> defaults.withLimits(1 << 20, 0, 1, 1, second), "maxRounds: 0 (expected: > 0)");
        rejects(() -> defaults.withLimits(1 << 20, 1, -1, 1, second), "maxStreams: -1 (expected: > 0)");
        rejects(() -> defaults.withLimits(1 << 20, 1, 1, 0, second), "maxWaiting: 0 (expected: > 0)");
        rejects(() -> defaults.withLimits(1 << 20, 1, 1, 1, Duration.ZERO), "maxWait: PT0S (expected: > 0)");
    }

    private static void rejects(ThrowingCallable config, String message) {
        assertThatIllegalArgumentException().isThrownBy(config).withMessage(message);
    }
}
