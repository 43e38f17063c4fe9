package io.kubia.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the cluster read is configured with. */
class ClusterConfigTest {
    private final ClusterConfig defaults = ClusterConfig.defaults("kubia-0");

    @Test
    void defaults() {
        assertThat(defaults)
                .isEqualTo(new ClusterConfig(
                        "kubia-0",
                        Duration.ofSeconds(3),
                        16 * 1024 * 1024,
                        32 * 1024 * 1024,
                        8,
                        4,
                        10_000,
                        Duration.ofSeconds(10)));
    }

    @Test
    void thisNodeIsKnownByItsFirstLabel() {
        assertThat(ClusterConfig.defaults("kubia-0.kubia").self()).isEqualTo("kubia-0");
    }

    @Test
    void messagesNameTheFieldItsValueAndWhatWasExpected() {
        var second = Duration.ofSeconds(1);
        rejects(() -> ClusterConfig.defaults("a b"), "self: a b (expected: a host name)");
        rejects(() -> defaults.withPeers(second.negated(), 1), "peerTimeout: PT-1S (expected: > 0)");
        rejects(() -> defaults.withPeers(second, 0), "maxData: 0 (expected: > 0)");
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
