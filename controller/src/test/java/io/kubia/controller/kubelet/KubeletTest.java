package io.kubia.controller.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.kubelet.probe.ProbeResult;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.runtime.FakeRuntime.Call;
import io.kubia.controller.runtime.FakeRuntime.OnStop;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kubelet with a store, a registry and a fake runtime: what a pod goes through. */
class KubeletTest {
    private static final String READINESS =
            "readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 10, failureThreshold: 3}";
    private static final String TCP = "Tcp[host=, port=80]";
    private static final ProbeResult REFUSED = new ProbeResult(false, "dial tcp: connect: connection refused");

    private final KubeletWorld world = new KubeletWorld();

    @BeforeEach
    void start() {
        world.start();
    }

    @Test
    void startsAPodAndSaysWhatARealClusterSays() {
        world.createPod("kubia-0", "");
        world.work.settle();

        assertThat(world.phase("kubia-0")).isEqualTo("Running");
        assertThat(world.isReady("kubia-0")).isTrue();
        assertThat(world.pod("kubia-0").status().text("podIP")).startsWith("127.244.");
        assertThat(world.pod("kubia-0").status().text("hostIP")).isEqualTo("192.0.2.2");
        assertThat(world.pod("kubia-0").status().text("qosClass")).isEqualTo("BestEffort");
        var container = world.containerStatus("kubia-0");
        assertThat(container).hasToString("""
                        {"containerID":"fake://1","image":"app:1","imageID":"fake:app:1","lastState":{},"name":"main",\
                        "ready":true,"restartCount":0,"started":true,\
                        "state":{"running":{"startedAt":"2026-11-24T10:00:00Z"}}}""");
        assertThat(world.events("kubia-0"))
                .containsExactly(
                        "NORMAL Pulled: Container image \"app:1\" already present on machine",
                        "NORMAL Created: Created container main",
                        "NORMAL Started: Started container main");
    }

    @Test
    void readinessIsFoundLongBeforeThePeriodIsOver() {
        world.answers.put(TCP, REFUSED);
        world.createPod("kubia-0", READINESS);
        world.pass(Duration.ofMillis(200));
        assertThat(world.isReady("kubia-0")).isFalse();

        world.answers.remove(TCP);
        world.pass(Duration.ofMillis(60));

        assertThat(world.isReady("kubia-0")).isTrue();
        assertThat(world.events("kubia-0")).noneMatch(event -> event.contains("Unhealthy"));
    }

    @Test
    void unreadyAfterFailureThresholdAndReadyAgain() {
        world.createPod("kubia-0", READINESS);
        world.pass(Duration.ofSeconds(1));
        world.answers.put(TCP, REFUSED);

        world.pass(Duration.ofSeconds(25));
        assertThat(world.isReady("kubia-0")).isTrue();
        world.pass(Duration.ofSeconds(10));
        assertThat(world.isReady("kubia-0")).isFalse();
        assertThat(world.events("kubia-0"))
                .contains("WARNING Unhealthy: Readiness probe failed: dial tcp: connect: connection refused");

        world.answers.remove(TCP);
        world.pass(Duration.ofSeconds(10));
        assertThat(world.isReady("kubia-0")).isTrue();
    }

    @Test
    void livenessRestartsTheContainer() {
        world.createPod("kubia-0", "livenessProbe: {tcpSocket: {port: 80}, periodSeconds: 1, failureThreshold: 2}");
        world.pass(Duration.ofSeconds(3));
        world.answers.put(TCP, REFUSED);
        world.pass(Duration.ofSeconds(2));

        assertThat(world.events("kubia-0"))
                .contains("NORMAL Killing: Container main failed liveness probe, will be restarted");
        assertThat(world.containerStatus("kubia-0").number("restartCount", -1)).isEqualTo(1);
        assertThat(world.id("kubia-0").attempt()).isEqualTo(1);
        world.assertLiving(1);
    }

    @Test
    void crashesAreAnsweredAtOnceThenLaterAndLater() {
        world.createPod("kubia-0", "");
        world.work.settle();

        world.runtime.end(world.id("kubia-0"), 3);
        world.work.settle();
        assertThat(world.id("kubia-0").attempt()).isEqualTo(1);
        assertThat(world.containerStatus("kubia-0")
                        .object("lastState")
                        .object("terminated")
                        .number("exitCode", 0))
                .isEqualTo(3);

        world.runtime.end(world.id("kubia-0"), 3);
        world.work.settle();
        assertThat(world.waiting("kubia-0")).isEqualTo("CrashLoopBackOff");
        assertThat(world.phase("kubia-0")).isEqualTo("Running");
        assertThat(world.containerStatus("kubia-0").toString())
                .contains("back-off 10s restarting failed container=main pod=kubia-0_default(");
        world.pass(Duration.ofMillis(9_900));
        assertThat(world.id("kubia-0").attempt()).isEqualTo(1);
        world.pass(Duration.ofMillis(200));
        assertThat(world.id("kubia-0").attempt()).isEqualTo(2);

        world.runtime.end(world.id("kubia-0"), 3);
        world.pass(Duration.ofMillis(19_900));
        assertThat(world.id("kubia-0").attempt()).isEqualTo(2);
        world.pass(Duration.ofMillis(200));
        assertThat(world.id("kubia-0").attempt()).isEqualTo(3);
        assertThat(world.runtime.containers()).hasSize(2);

        world.pass(Duration.ofMinutes(11));
        world.runtime.end(world.id("kubia-0"), 3);
        world.work.settle();
        assertThat(world.id("kubia-0").attempt()).isEqualTo(4);
    }

    @Test
    void aDeletedPodIsGoneWhenTheRuntimeSaysSoAndNotBefore() {
        world.runtime.onStop(OnStop.NEEDS_KILLING);
        world.createPod("kubia-0", "");
        world.work.settle();

        world.delete("kubia-0");
        world.pass(Duration.ofSeconds(29));
        assertThat(world.find("kubia-0")).isPresent();
        assertThat(world.isReady("kubia-0")).isTrue();
        world.pass(Duration.ofSeconds(2));

        assertThat(world.find("kubia-0")).isEmpty();
        assertThat(world.runtime.containers()).isEmpty();
        assertThat(world.events("kubia-0")).endsWith("NORMAL Killing: Stopping container main");
    }

    @Test
    void lessGraceThatIsAskedForLaterCounts() {
        world.runtime.onStop(OnStop.NEEDS_KILLING);
        world.createPod("kubia-0", "");
        world.work.settle();
        world.delete("kubia-0");
        world.pass(Duration.ofSeconds(3));

        world.registry.delete(KubeletWorld.key("kubia-0"), DeleteOptions.DEFAULT.withGrace(1));
        world.pass(Duration.ofSeconds(3));

        assertThat(world.find("kubia-0")).isEmpty();
    }

    @Test
    void aReplacementWaitsUntilNothingLivesOfAForceDeletedPod() {
        world.runtime.onStop(OnStop.NEEDS_KILLING);
        world.createPod("kubia-0", "");
        world.work.settle();
        var first = world.id("kubia-0");

        world.deleteByForce("kubia-0");
        world.createPod("kubia-0", "");
        world.pass(Duration.ofMillis(1_900));
        assertThat(world.id("kubia-0")).isEqualTo(first);
        assertThat(world.waiting("kubia-0")).isEqualTo("ContainerCreating");

        world.pass(Duration.ofMillis(200));
        assertThat(world.id("kubia-0").podUid()).isNotEqualTo(first.podUid());
        assertThat(world.isReady("kubia-0")).isTrue();
        assertThat(world.runtime.containers()).hasSize(1);
    }

    @Test
    void aCrashRestartsNothingAndMakesNothingUnready() {
        world.createPod("kubia-0", READINESS);
        world.pass(Duration.ofSeconds(1));
        var before = world.pod("kubia-0");
        var calls = world.runtime.calls();

        world.crash();
        world.answers.put(TCP, REFUSED);
        world.pass(Duration.ofSeconds(5));
        world.start();

        assertThat(world.pod("kubia-0").status()).isEqualTo(before.status());
        assertThat(world.runtime.calls())
                .filteredOn(call -> call.startsWith("run"))
                .isEqualTo(calls.stream().filter(call -> call.startsWith("run")).toList());
        world.pass(Duration.ofSeconds(21));
        assertThat(world.isReady("kubia-0"))
                .as("three failures in a row make it unready")
                .isFalse();
    }

    @Test
    void containersOfPodsThatWentWhileNobodyLookedAreStoppedAndRemoved() {
        world.createPod("kubia-0", "");
        world.work.settle();
        world.crash();
        world.deleteByForce("kubia-0");

        world.start();

        assertThat(world.runtime.containers()).isEmpty();
    }

    @Test
    void anUnknownContainerIsNeitherReplacedNorBelieved() {
        world.createPod("kubia-0", "");
        world.work.settle();
        var id = world.id("kubia-0");

        world.runtime.unknown(id, "the engine does not answer");
        world.work.settle();
        assertThat(world.phase("kubia-0")).isEqualTo("Unknown");
        assertThat(world.isReady("kubia-0")).isFalse();
        world.deleteByForce("kubia-0");
        world.createPod("kubia-0", "");
        world.pass(Duration.ofMinutes(1));
        assertThat(world.id("kubia-0")).isEqualTo(id);

        world.runtime.unknown(id, "");
        world.pass(Duration.ofSeconds(3));
        assertThat(world.id("kubia-0")).isNotEqualTo(id);
        assertThat(world.isReady("kubia-0")).isTrue();
    }

    @Test
    void aFailedStartIsTriedAgain() {
        world.runtime.failNth(Call.RUN, 1);
        world.createPod("kubia-0", "");
        world.work.settle();
        assertThat(world.waiting("kubia-0")).isEqualTo("RunContainerError");
        assertThat(world.phase("kubia-0")).isEqualTo("Pending");

        world.pass(Duration.ofSeconds(1));
        assertThat(world.isReady("kubia-0")).isTrue();
        assertThat(world.id("kubia-0").attempt()).isZero();
    }

    @Test
    void aMissingImageIsLookedForLaterAndLater() {
        world.runtime.missingImage("app:1", "no such image");
        world.createPod("kubia-0", "");
        world.work.settle();
        assertThat(world.waiting("kubia-0")).isEqualTo("ErrImagePull");

        world.pass(Duration.ofSeconds(3));
        assertThat(world.waiting("kubia-0")).isEqualTo("ImagePullBackOff");
        assertThat(world.events("kubia-0"))
                .containsExactly(
                        "NORMAL Pulling: Pulling image \"app:1\"",
                        "WARNING Failed: Failed to pull image \"app:1\": no such image",
                        "WARNING Failed: Error: ErrImagePull",
                        "NORMAL BackOff: Back-off pulling image \"app:1\"",
                        "WARNING Failed: Error: ImagePullBackOff");

        world.runtime.missingImage("app:1", "");
        world.pass(Duration.ofSeconds(8));
        assertThat(world.isReady("kubia-0")).isTrue();
    }

    @Test
    void nothingIsWrittenWhenNothingChanges() {
        world.createPod("kubia-0", READINESS);
        world.pass(Duration.ofSeconds(1));
        long version = world.registry.now().version();

        world.pass(Duration.ofMinutes(10));

        assertThat(world.registry.now().version()).isEqualTo(version);
    }
}
