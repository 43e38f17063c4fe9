package io.kubia.controller.garbage;

import static io.kubia.controller.garbage.World.NAMESPACE;
import static io.kubia.controller.garbage.World.map;
import static io.kubia.controller.garbage.World.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions.Propagation;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The control plane dies at every write that it makes, before or after it, and comes to the same end when it is back. */
class CrashPointTest {
    private static final int ENOUGH = 200;

    @ParameterizedTest
    @EnumSource
    void cascadesConvergeAfterACrashAtAnyWrite(Propagation propagation) {
        everywhere(CrashPointTest::family, (world, owner) -> world.delete(owner, propagation), world -> {
            var left = world.contents(NAMESPACE);
            boolean isOrphaned = propagation == Propagation.ORPHAN;
            assertThat(left).extracting(KubeObject::name).doesNotContain("owner");
            assertThat(left.stream().filter(object -> !object.name().startsWith("other")))
                    .hasSize(isOrphaned ? 5 : 0)
                    .noneMatch(KubeObject::isBeingDeleted);
            assertThat(left.stream().filter(object -> object.name().startsWith("other")))
                    .hasSize(2)
                    .allMatch(object -> object.owners().size() == (object.name().equals("other-shared") ? 1 : 0));
        });
    }

    /** With children, a grandchild, running pods, and one that has another owner as well. */
    private static KubeObject family(World world) {
        var owner = world.create(map("owner"));
        var other = world.create(map("other"));
        var child = world.create(map("child"), owner);
        world.create(map("grandchild"), child);
        world.create(map("second-child"), owner);
        world.create(pod(NAMESPACE, "pod-0"), owner);
        world.create(pod(NAMESPACE, "pod-1"), owner);
        world.createLoosely(map("other-shared"), owner, other);
        return owner;
    }

    @ParameterizedTest
    @ValueSource(strings = "mine")
    void namespacesConvergeAfterACrashAtAnyWrite(String name) {
        everywhere(
                world -> {
                    var namespace = world.create(KubeObject.named(ResourceTypes.NAMESPACE, "", name));
                    NamespaceTest.fill(world, name);
                    return namespace;
                },
                (world, namespace) -> world.delete(namespace, Propagation.BACKGROUND),
                world -> {
                    assertThat(world.contents(name)).isEmpty();
                    assertThat(world.registry
                                    .now()
                                    .get(KubeObject.named(ResourceTypes.NAMESPACE, "", name)
                                            .key()))
                            .isEmpty();
                });
    }

    /** What sets a cascade off. */
    @FunctionalInterface
    private interface Request {
        void apply(World world, KubeObject object);
    }

    private static void everywhere(Function<World, KubeObject> given, Request when, Consumer<World> then) {
        int crashes = 0;
        for (boolean isBefore : new boolean[] {true, false}) {
            boolean hasCrashed = true;
            for (int write = 1; hasCrashed && write < ENOUGH; write++) {
                try (var world = new World()) {
                    var object = given.apply(world);
                    world.settle();
                    when.apply(world, object);
                    world.crashAt(write, isBefore);
                    hasCrashed = world.settle();
                    then.accept(world);
                    crashes += hasCrashed ? 1 : 0;
                }
            }
        }
        assertThat(crashes).as("crashes").isBetween(8, 2 * ENOUGH - 3);
    }
}
