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

/** What discovery is configured with. */
class PeersConfigTest {
    private final PeersConfig defaults = PeersConfig.defaults("kubia.default.svc.cluster.local");

    @Test
    void defaults() {
        assertThat(defaults)
                .isEqualTo(new PeersConfig(
                        "kubia.default.svc.cluster.local",
                        List.of(),
                        OptionalInt.empty(),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        5_000));
    }

    @Test
    void theServiceHasNoTrailingDotAndAServerIsAskedOnce() {
        var config = PeersConfig.defaults("kubia.default.");
        assertThat(config.service()).isEqualTo("kubia.default");
        var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), 53);
        assertThat(config.withDns(List.of(server, server), Duration.ofSeconds(1))
                        .dnsServers())
                .containsExactly(server);
    }

    @Test
    void messagesNameTheFieldItsValueAndWhatWasExpected() {
        var second = Duration.ofSeconds(1);
        rejects(() -> PeersConfig.defaults("a..b"), "service: a..b (expected: a DNS name)");
        rejects(() -> PeersConfig.defaults(""), "service:  (expected: a DNS name)");
        rejects(
                () -> defaults.withDns(List.of(InetSocketAddress.createUnresolved("dns", 53)), second),
                "dnsServers: dns/<unresolved>:53 (expected: IP addresses with ports)");
        rejects(() -> defaults.withDns(List.of(), Duration.ZERO), "dnsTimeout: PT0S (expected: > 0)");
        rejects(() -> defaults.withTtl(Duration.ZERO, second), "minTtl: PT0S (expected: > 0)");
        rejects(() -> defaults.withTtl(second, Duration.ofMillis(9)), "maxTtl: PT0.009S (expected: >= PT1S)");
        rejects(() -> defaults.withPeers(OptionalInt.of(65_536), 1), "peerPort: 65536 (expected: 1 to 65535)");
        rejects(() -> defaults.withPeers(OptionalInt.empty(), 0), "maxPeers: 0 (expected: > 0)");
    }

    private static void rejects(ThrowingCallable config, String message) {
        assertThatIllegalArgumentException().isThrownBy(config).withMessage(message);
    }
}
