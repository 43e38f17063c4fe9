package io.kubia.controller.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.controller.api.http.HttpConfig;
import io.kubia.controller.api.watch.WatchConfig;
import io.kubia.controller.store.MemoryObjectStore;
import io.kubia.controller.store.StoreException;
import io.kubia.controller.store.StoreLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    @Test
    void aStoreThatHangs() throws IOException {
        var stuck = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        var store = new MemoryObjectStore(StoreLimits.DEFAULT, write -> {
            if (write.key().name().equals("stuck")) {
                stuck.countDown();
                await(released);
            }
        });
        try (var api = TestApi.over(
                        store,
                        config -> config.withHttp(config.http()
                                .withLimits(100, 1)
                                .withTimeouts(Duration.ofMillis(500), Duration.ofSeconds(5))));
                var hanging = api.wire()) {
            hanging.request("POST", MAPS, "{\"metadata\":{\"name\":\"stuck\"}}");
            // Only then: another request under way at the same time would have had this one refused.
            await(stuck);
            var other = api.get(MAPS);
            assertThat(other.status()).isEqualTo(429);
            assertThat(other.message()).isEqualTo("too many requests, please try again later.");

            var late = hanging.receive();
            assertThat(late.status()).isEqualTo(504);
            released.countDown();
            assertThat(hanging.request("GET", "/livez", "").receive().status())
                    .as("the late answer is not taken for that of another request")
                    .isIn(200, 429);
        }
    }

    @Test
    void aStoreThatFails() throws IOException {
        var store = new MemoryObjectStore(StoreLimits.DEFAULT, write -> {
            if (write.key().name().equals("unlucky")) {
                throw new StoreException("the disk is full", null);
            }
        });
        try (var api = TestApi.over(store, config -> config)) {
            var answer = api.send("POST", MAPS, "{\"metadata\":{\"name\":\"unlucky\"}}");
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.message()).isEqualTo("Internal error occurred: the disk is full");
        }
    }

    @Test
    void defaults() {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8001);
        assertThat(ApiConfig.of(address, "1"))
                .isEqualTo(new ApiConfig(
                        new HttpConfig(
                                address,
                                Set.of(),
                                Optional.empty(),
                                Optional.empty(),
                                3_145_728,
                                2_000,
                                400,
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(3)),
                        new WatchConfig(1_000, 10_000, Duration.ofMinutes(1), Duration.ofMinutes(45)),
                        "1"));
        assertThatThrownBy(() -> new WatchConfig(0, 1, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .hasMessage("watches: 0 (expected: > 0)");
    }

    @Test
    void anAddressInUse() throws IOException {
        try (var api = TestApi.start()) {
            var taken = api.server.address();
            assertThatThrownBy(() -> TestApi.with(config -> config.withHttp(HttpConfig.of(taken)))
                            .close())
                    .isInstanceOf(IOException.class)
                    .hasMessage("127.0.0.1:" + taken.getPort() + " is in use by another process");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
