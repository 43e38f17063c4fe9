package io.kubia.controller.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.controller.runtime.Container.State;
import io.kubia.controller.runtime.ContainerRuntime.PullPolicy;
import io.kubia.controller.runtime.FakeRuntime.Call;
import io.kubia.controller.runtime.FakeRuntime.CrashError;
import io.kubia.controller.runtime.FakeRuntime.OnStop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The fake does what its users' tests lean on. */
class FakeRuntimeTest {
    private Instant now = Instant.EPOCH;
    private final FakeRuntime runtime = new FakeRuntime(() -> now);
    private final List<Container> told = new ArrayList<>();

    private static ContainerId id(String uid, int attempt) {
        return new ContainerId(uid, "default", "p", "main", attempt);
    }

    private static ContainerSpec spec(ContainerId id) {
        return new ContainerSpec(
                id,
                new PodSandbox(id.podUid(), "default", "p", "p", "", Map.of()),
                new ContainerRuntime.Image("i", "i", true),
                List.of(),
                List.of(),
                Map.of(),
                null,
                List.of(),
                List.of(),
                ContainerSpec.Resources.UNLIMITED,
                OptionalLong.empty(),
                false);
    }

    @Test
    void containersOutliveWhoeverListens() throws IOException {
        runtime.start(told::add);
        runtime.run(spec(id("u", 0)));
        runtime.close();
        runtime.end(id("u", 0), 3);

        assertThat(told).hasSize(1);
        assertThat(runtime.containers().getFirst().state()).isEqualTo(new State.Ended(now, now, 3, false));
        runtime.remove(id("u", 0));
        assertThat(runtime.containers()).isEmpty();
    }

    @Test
    void twoOfOneNameAreABug() throws IOException {
        runtime.run(spec(id("u", 0)));
        runtime.run(spec(id("u", 0)));
        assertThatThrownBy(() -> runtime.run(spec(id("v", 0)))).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> runtime.run(spec(id("u", 1)))).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> runtime.remove(id("u", 0))).isInstanceOf(AssertionError.class);
    }

    @Test
    void theNthCallFailsOnce() throws Exception {
        runtime.failNth(Call.RESOLVE, 2);
        runtime.resolve("i", PullPolicy.ALWAYS);
        assertThatThrownBy(() -> runtime.resolve("i", PullPolicy.ALWAYS)).isInstanceOf(IOException.class);
        assertThat(runtime.resolve("i", PullPolicy.ALWAYS).name()).isEqualTo("i");
    }

    @Test
    void itCanDieBeforeACallAndWithinAStart() throws Exception {
        runtime.dieAt(0, false);
        assertThatThrownBy(() -> runtime.run(spec(id("u", 0)))).isInstanceOf(CrashError.class);
        assertThat(runtime.containers()).isEmpty();
        runtime.dieAfterIntent();
        assertThatThrownBy(() -> runtime.run(spec(id("u", 0)))).isInstanceOf(CrashError.class);
        assertThat(runtime.containers().getFirst().state()).isEqualTo(new State.Intended());
        runtime.stop(id("u", 0), Duration.ZERO);
        assertThat(runtime.containers()).isEmpty();
    }

    @Test
    void oneThatNeedsKillingIsKilledInTime() throws IOException {
        runtime.onStop(OnStop.NEEDS_KILLING);
        runtime.run(spec(id("u", 0)));
        runtime.stop(id("u", 0), Duration.ofSeconds(30));
        runtime.stop(id("u", 0), Duration.ofSeconds(2));
        assertThat(runtime.nextDeadline()).contains(now.plusSeconds(2));
        runtime.killOverdue();
        assertThat(runtime.living()).hasSize(1);
        now = now.plusSeconds(2);
        runtime.killOverdue();
        assertThat(runtime.living()).isEmpty();
    }

    @Test
    void aHangingCallWaits() throws Exception {
        var latch = new CountDownLatch(1);
        runtime.hang(Call.PREPARE, latch);
        var address = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            try {
                address.complete(runtime.prepare(spec(id("u", 0)).pod()));
            } catch (IOException e) {
                address.completeExceptionally(e);
            }
        });
        assertThat(address).isNotDone();
        latch.countDown();
        assertThat(address.get()).startsWith("127.244.");
    }

    @Test
    void itMayNotKnow() throws IOException {
        runtime.run(spec(id("u", 0)));
        runtime.unknown(id("u", 0), "no answer");
        assertThat(runtime.container(id("u", 0)).orElseThrow().state()).isEqualTo(new State.Unknown("no answer"));
        runtime.unknown(id("u", 0), "");
        assertThat(runtime.living()).hasSize(1);
    }
}
