package io.kubia.controller.proxy.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.proxy.Backend;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BalancerTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
    private static final InetAddress CLIENT = InetAddress.ofLiteral("127.0.0.1");
    private static final Backend A = new Backend("127.244.0.2", 80);
    private static final Backend B = new Backend("127.244.0.3", 80);
    private static final Backend C = new Backend("127.244.0.4", 80);

    private final Balancer balancer = new Balancer();

    @Test
    void everybodyInTurnAndTheOthersAfterwards() {
        assertThat(next(List.of(A, B, C))).containsExactly(A, B);
        assertThat(next(List.of(A, B, C))).containsExactly(B, C);
        assertThat(next(List.of(A, B, C))).containsExactly(C, A);
        assertThat(next(List.of(A))).containsExactly(A);
        assertThat(next(List.of())).isEmpty();
    }

    @Test
    void theSameAgainUntilItIsTooLongAgo() {
        balancer.taken(CLIENT, C, Duration.ofSeconds(10), NOW);

        assertThat(balancer.candidates(List.of(A, B, C), 2, CLIENT, NOW.plusSeconds(9)))
                .startsWith(C)
                .hasSize(2);
        assertThat(balancer.candidates(List.of(A, B), 2, CLIENT, NOW)).doesNotContain(C);
        var late = NOW.plusSeconds(10);
        assertThat(balancer.candidates(List.of(A, B, C), 1, CLIENT, late))
                .isNotEqualTo(balancer.candidates(List.of(A, B, C), 1, CLIENT, late));
    }

    @Test
    void aServiceThatNeedsItNoMoreForgets() {
        balancer.taken(CLIENT, C, Duration.ofSeconds(10), NOW);
        balancer.taken(CLIENT, B, Duration.ZERO, NOW);

        assertThat(next(List.of(A, C))).containsExactly(A, C);
    }

    private List<Backend> next(List<Backend> ready) {
        return balancer.candidates(ready, 2, CLIENT, NOW);
    }
}
