package io.kubia.controller.garbage;

import static io.kubia.controller.garbage.World.NAMESPACE;
import static io.kubia.controller.garbage.World.map;
import static io.kubia.controller.garbage.World.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.OwnerReference;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions.Propagation;
import io.kubia.controller.registry.Part;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.Selection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to the dependents of an object that is deleted. */
class CascadeTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void inTheBackgroundDependentsGoAfterTheirOwner() throws Exception {
        var owner = world.create(map("owner"));
        var child = world.create(map("child"), owner);
        var pod = world.create(pod(NAMESPACE, "pod"), owner);
        var grandchild = world.create(map("grandchild"), child);
        var other = world.create(map("other"));
        var ofOther = world.create(map("of-other"), other);
        world.settle();
        var gone = watchRemovals();

        world.delete(owner, Propagation.BACKGROUND);
        assertThat(world.has(owner)).isFalse();
        world.settle();

        assertThat(gone).startsWith("owner").containsExactlyInAnyOrder("owner", "child", "pod", "grandchild");
        assertThat(world.has(pod)).isFalse();
        assertThat(world.has(grandchild)).isFalse();
        assertThat(world.has(ofOther)).isTrue();
    }

    @Test
    void inTheForegroundDependentsGoBeforeTheirOwner() throws Exception {
        var owner = world.create(map("owner"));
        var child = world.create(map("child"), owner);
        var pod = world.create(pod(NAMESPACE, "pod"), owner);
        world.create(map("grandchild"), child);
        world.settle();
        var gone = watchRemovals();

        world.delete(owner, Propagation.FOREGROUND);
        assertThat(world.get(owner).finalizers()).containsExactly("foregroundDeletion");
        world.settle();

        assertThat(gone)
                .containsExactlyInAnyOrder("pod", "grandchild", "child", "owner")
                .endsWith("owner");
        assertThat(gone.indexOf("grandchild")).isLessThan(gone.indexOf("child"));
        assertThat(world.has(pod)).isFalse();
    }

    @Test
    void inTheForegroundOnlyThoseThatBlockAreWaitedFor() {
        var owner = world.create(map("owner"));
        var loose = world.createLoosely(map("loose").withFinalizers(List.of("example.com/holds")), owner);
        world.settle();

        world.delete(owner, Propagation.FOREGROUND);
        world.settle();

        assertThat(world.has(owner)).isFalse();
        assertThat(world.get(loose).isBeingDeleted()).isTrue();
    }

    @Test
    void inTheForegroundTheOwnerWaitsAsLongAsItTakes() {
        var owner = world.create(map("owner"));
        var held = world.create(map("held").withFinalizers(List.of("example.com/holds")), owner);
        world.delete(owner, Propagation.FOREGROUND);
        world.settle();

        assertThat(world.has(owner)).isTrue();
        assertThat(world.get(held).isBeingDeleted()).isTrue();
        release(held);
        world.settle();
        assertThat(world.has(held)).isFalse();
        assertThat(world.has(owner)).isFalse();
    }

    @Test
    void orphansLiveOnWithoutTheirOwner() {
        var owner = world.create(map("owner"));
        var child = world.create(map("child"), owner);
        var pod = world.create(pod(NAMESPACE, "pod"), owner);
        var grandchild = world.create(map("grandchild"), child);
        world.settle();

        world.delete(owner, Propagation.ORPHAN);
        assertThat(world.get(owner).finalizers()).containsExactly("orphan");
        world.settle();

        assertThat(world.has(owner)).isFalse();
        assertThat(world.get(child).owners()).isEmpty();
        assertThat(world.get(pod).owners()).isEmpty();
        assertThat(world.get(pod).isBeingDeleted()).isFalse();
        assertThat(world.get(grandchild).owners()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"BACKGROUND", "FOREGROUND"})
    void whoHasAnotherLivingOwnerLosesOnlyTheDeadOne(Propagation propagation) {
        var first = world.create(map("first"));
        var second = world.create(map("second"));
        var shared = world.createLoosely(map("shared"), first, second);
        world.settle();

        world.delete(first, propagation);
        world.settle();
        assertThat(world.has(first)).isFalse();
        assertThat(world.get(shared).owners()).extracting(OwnerReference::name).containsExactly("second");

        world.delete(second, propagation);
        world.settle();
        assertThat(world.has(shared)).isFalse();
    }

    @Test
    void anotherObjectOfTheNameIsNotTheOwner() {
        var owner = world.create(map("owner"));
        var child = world.create(map("child"), owner);
        world.settle();

        world.delete(owner, Propagation.BACKGROUND);
        var successor = world.create(map("owner"));
        world.settle();

        assertThat(world.has(successor)).isTrue();
        assertThat(world.has(child)).isFalse();
    }

    @Test
    void whoseOwnerWasNeverThereGoes() {
        var absent = map("absent").withMetadata("uid", Json.of("no-such-uid"));
        var child = world.createLoosely(map("child"), absent);
        world.settle();
        assertThat(world.has(child)).isFalse();
    }

    @Test
    void whoseOwnerCannotBeLookedUpStays() {
        var strange = new OwnerReference("example.com/v1", "Thing", "thing", "uid", true, true);
        var child = world.registry.create(map("child").withOwners(List.of(strange)), false);
        var inNamespace = world.create(map("owner"));
        var cluster = world.createLoosely(
                World.of(ResourceTypes.STORAGE_CLASS, "", "class", "provisioner: example.com/none"), inNamespace);
        world.settle();
        world.delete(inNamespace, Propagation.BACKGROUND);
        world.settle();

        assertThat(world.has(child)).isTrue();
        assertThat(world.has(cluster)).isTrue();
    }

    @Test
    void anOwnerWithoutANamespaceOwnsInAllOfThem() {
        var owner = world.create(World.of(ResourceTypes.STORAGE_CLASS, "", "class", "provisioner: example.com/none"));
        var here = world.createLoosely(map("here"), owner);
        var there = world.createLoosely(map("kube-system", "there"), owner);
        world.settle();
        assertThat(world.has(there)).isTrue();

        world.delete(owner, Propagation.FOREGROUND);
        world.settle();
        assertThat(world.has(owner)).isFalse();
        assertThat(world.has(here)).isFalse();
        assertThat(world.has(there)).isFalse();
    }

    @Test
    void twoThatOwnAndBlockEachOtherGo() {
        var first = world.create(map("first"));
        var second = world.create(map("second"), first);
        world.registry.change(
                first.key(), Part.WHOLE, now -> now.withOwners(List.of(OwnerReference.controlledBy(second))), false);
        world.settle();

        world.delete(first, Propagation.FOREGROUND);
        world.settle();
        assertThat(world.has(first)).isFalse();
        assertThat(world.has(second)).isFalse();
    }

    @Test
    void whatWasMissedWhileNobodyWatchedIsDoneAfterwards() {
        var owner = world.create(map("owner"));
        var child = world.create(map("child"), owner);
        world.delete(owner, Propagation.BACKGROUND);
        world.restart();
        world.settle();
        assertThat(world.has(child)).isFalse();
    }

    /** One change must not make it look at everything. */
    @Test
    void aChangeConcernsOnlyWhatHangsOnIt() throws Exception {
        var owner = world.create(map("owner"));
        world.create(map("child"), owner);
        for (int i = 0; i < 50; i++) {
            world.create(map("other-" + i));
        }
        var garbage = new GarbageReconciler(world.registry);
        for (var object : world.registry.now().list(Selection.all(ResourceTypes.CONFIG_MAP))) {
            garbage.affected(new Change.Added(object), world.registry.now(), key -> {});
        }
        var keys = new ArrayList<String>();
        garbage.affected(new Change.Deleted(owner), world.registry.now(), key -> keys.add(key.name()));
        assertThat(keys).containsExactly("child");
        keys.clear();
        var changed = owner.withLabel("a", "b").with("data", JsonObject.EMPTY);
        garbage.affected(new Change.Modified(owner, changed), world.registry.now(), key -> keys.add(key.name()));
        assertThat(keys).isEmpty();
    }

    private void release(KubeObject object) {
        world.registry.change(object.key(), Part.WHOLE, now -> now.withFinalizers(List.of()), false);
    }

    private List<String> watchRemovals() throws Exception {
        var gone = new ArrayList<String>();
        for (var type : List.of(ResourceTypes.CONFIG_MAP, ResourceTypes.POD)) {
            world.store.watch(Selection.all(type), world.store.now().version(), change -> {
                if (change instanceof Change.Deleted(var object)) {
                    gone.add(object.name());
                }
            });
        }
        return gone;
    }
}
