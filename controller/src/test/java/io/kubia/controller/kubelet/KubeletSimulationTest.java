package io.kubia.controller.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.kubelet.probe.ProbeResult;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.runtime.Container.State;
import io.kubia.controller.runtime.FakeRuntime;
import io.kubia.controller.runtime.FakeRuntime.Call;
import io.kubia.controller.runtime.FakeRuntime.OnStop;
import io.kubia.controller.store.Selection;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pods that come and go, by force too, containers that end, calls that fail, a runtime that does not know, and a control
 * plane that is killed between any two steps or in the middle of a call. After every step no name has two holders; the fake
 * runtime throws when it is asked for a second one. When the faults stop, all is as it should be.
 */
class KubeletSimulationTest {
    private static final List<String> NAMES = List.of("kubia-0", "kubia-1", "kubia-2");
    private static final String TCP = "Tcp[host=, port=80]";
    private static final List<Call> CALLS = List.of(Call.values());
    private static final int STEPS = 250;

    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger("kubia.kubelet.seeds", 25));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void neverTwoHoldersOfANameAndItConverges(int seed) {
        var random = new SplittableRandom(seed);
        var world = new KubeletWorld(new SimulatedWork(random));
        world.start();
        for (int i = 0; i < STEPS; i++) {
            try {
                happens(world, random);
                int steps = random.nextInt(12);
                for (int j = 0; j < steps && world.work.step(); j++) {
                    assertOneHolderPerName(world);
                }
                if (random.nextInt(40) == 0) {
                    restart(world);
                }
            } catch (FakeRuntime.CrashError e) {
                restart(world);
            }
            assertOneHolderPerName(world);
        }
        heal(world);
        assertConverged(world);
    }

    private static void restart(KubeletWorld world) {
        world.crash();
        try {
            world.kubelet.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void happens(KubeletWorld world, SplittableRandom random) {
        var name = NAMES.get(random.nextInt(NAMES.size()));
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> {
                if (world.find(name).isEmpty()) {
                    world.createPod(name, "readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 1}");
                }
            }
            case 3 -> quietly(() -> world.delete(name));
            case 4 -> quietly(() -> world.deleteByForce(name));
            case 5 ->
                quietly(() -> world.registry.delete(
                        KubeletWorld.key(name), DeleteOptions.DEFAULT.withGrace(random.nextInt(5))));
            case 6 -> end(world, random);
            case 7 -> world.runtime.failNth(CALLS.get(random.nextInt(CALLS.size())), 1 + random.nextInt(3));
            case 8 -> doubt(world, random);
            case 9 -> world.runtime.dieAt(random.nextInt(6), random.nextBoolean());
            case 10 -> world.runtime.onStop(random.nextBoolean() ? OnStop.ENDS : OnStop.NEEDS_KILLING);
            case 11 -> world.answers.put(TCP, new ProbeResult(random.nextBoolean(), "no"));
            default -> pass(world, Duration.ofMillis(random.nextInt(4000)));
        }
    }

    private static void pass(KubeletWorld world, Duration duration) {
        world.work.moveTo(world.work.now().plus(duration));
        world.runtime.killOverdue();
    }

    private static void quietly(Runnable request) {
        try {
            request.run();
        } catch (ApiException e) {
            assertThat(e.isNotFound()).isTrue();
        }
    }

    private static void end(KubeletWorld world, SplittableRandom random) {
        var living = world.runtime.living();
        if (!living.isEmpty()) {
            world.runtime.end(living.get(random.nextInt(living.size())).id(), random.nextInt(2));
        }
    }

    private static void doubt(KubeletWorld world, SplittableRandom random) {
        for (var container : world.runtime.containers()) {
            if (container.state() instanceof State.Unknown) {
                world.runtime.unknown(container.id(), "");
                return;
            }
        }
        var living = world.runtime.living();
        if (!living.isEmpty()) {
            world.runtime.unknown(living.get(random.nextInt(living.size())).id(), "no answer");
        }
    }

    private static void assertOneHolderPerName(KubeletWorld world) {
        var holders = new HashMap<String, String>();
        for (var container : world.runtime.containers()) {
            if (!(container.state() instanceof State.Ended)) {
                var before = holders.put(container.id().pod(), container.id().podUid());
                assertThat(before == null || before.equals(container.id().podUid()))
                        .as("%s is held by %s and %s", container.id().pod(), before, container.id())
                        .isTrue();
            }
        }
    }

    private static void heal(KubeletWorld world) {
        world.runtime.healthy();
        world.answers.clear();
        for (var container : world.runtime.containers()) {
            if (container.state() instanceof State.Unknown) {
                world.runtime.unknown(container.id(), "");
            }
        }
        for (int i = 0; i < 30; i++) {
            world.pass(Duration.ofSeconds(30));
        }
    }

    private static void assertConverged(KubeletWorld world) {
        var pods = world.registry.now().list(Selection.all(ResourceTypes.POD));
        for (var pod : pods) {
            assertThat(pod.isBeingDeleted()).as(pod.name()).isFalse();
            assertThat(world.isReady(pod.name())).as(pod.toString()).isTrue();
            assertThat(world.containerStatus(pod.name()).number("restartCount", -1))
                    .isEqualTo(world.id(pod.name()).attempt());
        }
        assertThat(world.runtime.living()).hasSize(pods.size());
        assertThat(world.runtime.containers())
                .allMatch(container -> pods.stream()
                        .anyMatch(pod -> pod.uid().equals(container.id().podUid())));
    }
}
