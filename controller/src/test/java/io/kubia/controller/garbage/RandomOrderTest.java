package io.kubia.controller.garbage;

import static io.kubia.controller.garbage.World.NAMESPACE;
import static io.kubia.controller.garbage.World.map;
import static io.kubia.controller.garbage.World.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.loop.Driver;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.registry.DeleteOptions.Propagation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Trees of objects, in each of which one is deleted in one of the three ways, while changes are heard of and keys looked at
 * in any order, and the control plane dies now and then: what has to go goes, and nothing else, at no time.
 */
class RandomOrderTest {
    private static final int TREES = 3;
    private static final int NODES = 8;
    private static final List<Propagation> PROPAGATIONS = List.of(Propagation.values());

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 150);
    }

    /** An object, and the one that owns it. */
    private record Node(KubeObject object, int parent) {}

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingGoesButWhatHasTo(long seed) {
        var random = new SplittableRandom(seed);
        try (var world = new World()) {
            var mustStay = new TreeSet<String>();
            var mustGo = new TreeSet<String>();
            for (int tree = 0; tree < TREES; tree++) {
                plant(world, random, tree, mustStay, mustGo);
            }
            for (int i = 0; i < 200; i++) {
                step(world.driver(), random);
                assertThat(names(world)).as("step %d", i).containsAll(mustStay);
                if (random.nextInt(80) == 0) {
                    world.restart();
                }
            }
            world.settle();
            assertThat(names(world)).isEqualTo(mustStay).doesNotContainAnyElementsOf(mustGo);
            assertThat(world.contents(NAMESPACE)).noneMatch(KubeObject::isBeingDeleted);
        }
    }

    /** Makes a tree and asks for the deletion of one of its objects. */
    private static void plant(
            World world, SplittableRandom random, int tree, Set<String> mustStay, Set<String> mustGo) {
        var nodes = new ArrayList<Node>();
        for (int i = 0; i < NODES; i++) {
            int parent = i == 0 ? -1 : random.nextInt(i);
            var name = "n" + tree + "-" + i;
            var bare = random.nextInt(3) == 0 ? pod(NAMESPACE, name) : map(name);
            var object = parent < 0
                    ? world.create(bare)
                    : world.create(bare, nodes.get(parent).object());
            nodes.add(new Node(object, parent));
        }
        for (int i = 0; i < random.nextInt(20); i++) {
            step(world.driver(), random);
        }
        int chosen = random.nextInt(NODES);
        var propagation = PROPAGATIONS.get(random.nextInt(PROPAGATIONS.size()));
        for (int i = 0; i < NODES; i++) {
            boolean goes = propagation == Propagation.ORPHAN ? i == chosen : isBelow(nodes, i, chosen);
            (goes ? mustGo : mustStay).add(nodes.get(i).object().name());
        }
        world.delete(nodes.get(chosen).object(), propagation);
    }

    private static boolean isBelow(List<Node> nodes, int node, int ancestor) {
        for (int at = node; at >= 0; at = nodes.get(at).parent()) {
            if (at == ancestor) {
                return true;
            }
        }
        return false;
    }

    /** One reconciler hears of one change, or makes one pass. */
    private static void step(Driver driver, SplittableRandom random) {
        var seat = driver.seats().get(random.nextInt(driver.seats().size()));
        if (seat.hasChange() && random.nextBoolean()) {
            seat.deliver();
        } else if (seat.hasKey()) {
            seat.pass();
        }
    }

    private static Set<String> names(World world) {
        var names = new TreeSet<String>();
        world.contents(NAMESPACE).forEach(object -> names.add(object.name()));
        return names;
    }
}
