package io.kubia.controller.volume;

import static io.kubia.controller.volume.VolumeWorld.claim;
import static io.kubia.controller.volume.VolumeWorld.storageClass;
import static io.kubia.controller.volume.VolumeWorld.volume;

import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.store.Selection;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Users who do as they please, a controller that is slow and is killed: at the end everything is as it should be. */
class VolumeSimulationTest {
    private static final int STEPS = 250;
    private static final List<String> SIZES = List.of("1Mi", "2Mi", "1Gi");
    private static final List<String> POLICIES = List.of("Retain", "Recycle", "Delete");
    private static final List<String> CLASSES = List.of("", "storageClassName: ''", "storageClassName: late");

    private VolumeWorld world = new VolumeWorld();
    private SplittableRandom random = new SplittableRandom(0);
    private int names;

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everythingIsAsItShouldBe(int seed) {
        random = new SplittableRandom(seed);
        world = new VolumeWorld();
        world.contents.before(volume -> Invariants.mayBeRemoved(world, volume));
        if (random.nextBoolean()) {
            world.withStandardClass();
        }
        world.apply(storageClass("late", Provisioner.NAME, "volumeBindingMode: WaitForFirstConsumer"));
        for (int i = 0; i < STEPS; i++) {
            step();
            Invariants.always(world);
        }
        for (int i = 0; i < 4; i++) {
            world.waitSeconds(30);
        }
        Invariants.settled(world);
    }

    private void step() {
        var seat = world.seat();
        switch (random.nextInt(16)) {
            case 0, 1 -> request(() -> world.add(claim("claim-" + random.nextInt(6), any(SIZES), any(CLASSES))));
            case 2 -> request(() -> world.add(volume("pv-" + names++, any(SIZES), policy())));
            case 3 ->
                request(() -> world.add(volume(
                        "pv-" + names++,
                        any(SIZES),
                        policy() + ", claimRef: {namespace: default, name: claim-" + random.nextInt(6) + "}")));
            case 4 -> request(this::deleteAClaim);
            case 5 -> request(this::deleteAVolume);
            case 6 -> request(this::makeAPod);
            case 7 -> request(this::deleteAPod);
            case 8 -> world.contents.failNext(1);
            case 9 -> {
                if (random.nextInt(4) == 0) {
                    world.restart();
                }
            }
            case 10 -> world.clock.advance(Duration.ofMillis(random.nextInt(3000)));
            case 11, 12, 13 -> {
                if (seat.hasChange()) {
                    seat.deliver();
                }
            }
            default -> {
                if (seat.hasKey()) {
                    seat.pass();
                }
            }
        }
    }

    private void deleteAClaim() {
        world.registry.delete(Claim.key("default", "claim-" + random.nextInt(6)), DeleteOptions.DEFAULT);
    }

    private void deleteAVolume() {
        var volumes = world.volumes();
        if (!volumes.isEmpty()) {
            world.registry.delete(volumes.get(random.nextInt(volumes.size())).key(), DeleteOptions.DEFAULT);
        }
    }

    private void makeAPod() {
        var name = "pod-" + names++;
        world.add("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  containers: [{name: main, image: a}]
                  volumes: [{name: data, persistentVolumeClaim: {claimName: claim-%d}}]
                """.formatted(name, random.nextInt(6)));
        if (random.nextBoolean()) {
            world.registry.bind(VolumeWorld.podKey(name), "node-a", false);
        }
    }

    private void deleteAPod() {
        var pods = world.registry.now().list(Selection.all(ResourceTypes.POD));
        if (!pods.isEmpty()) {
            world.registry.delete(pods.get(random.nextInt(pods.size())).key(), DeleteOptions.DEFAULT.withGrace(0));
        }
    }

    private String policy() {
        return "persistentVolumeReclaimPolicy: " + any(POLICIES);
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** What a user asks for may be refused. */
    private static void request(Runnable request) {
        try {
            request.run();
        } catch (ApiException e) {
            // a name that is taken, or nothing there to delete
        }
    }
}
