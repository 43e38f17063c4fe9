package io.kubia.controller.store;

import static io.kubia.controller.store.Things.event;
import static io.kubia.controller.store.Things.pod;
import static io.kubia.controller.store.Things.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.role.metrics.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksObjectStoreTest extends ObjectStoreContract {
    @TempDir
    Path directory;

    private int stores;

    @Override
    ObjectStore open(StoreLimits limits) {
        return reopen(directory.resolve("state" + stores++), limits);
    }

    private static RocksObjectStore reopen(Path state, StoreLimits limits) {
        return RocksObjectStore.open(state, limits, new Metrics());
    }

    private RocksObjectStore reopen() {
        return reopen(directory.resolve("own"), StoreLimits.DEFAULT);
    }

    @Test
    void objectsAndVersionsSurviveARestart() {
        KubeObject kept;
        KubeObject changed;
        KubeObject removed;
        try (var store = reopen()) {
            kept = store.write(new Write.Create(pod("a", "kept").withSpec(spec -> spec.with("text", "ä\n\u0000"))))
                    .join();
            var first = store.write(new Write.Create(service("a", "changed"))).join();
            changed = store.write(new Write.Replace(first.withLabel("l", "v"), first.resourceVersion()))
                    .join();
            var gone = store.write(new Write.Create(pod("a", "gone"))).join();
            removed = store.write(new Write.Remove(gone.key(), gone.resourceVersion()))
                    .join();
        }
        try (var store = reopen()) {
            assertThat(store.now().version()).isEqualTo(removed.resourceVersion());
            assertThat(store.now().get(kept.key())).contains(kept);
            assertThat(store.now().get(kept.key()).orElseThrow()).hasToString(kept.toString());
            assertThat(store.now().get(changed.key())).contains(changed);
            assertThat(store.now().list(Selection.all(ResourceTypes.POD))).containsExactly(kept);
            assertThat(store.write(new Write.Create(pod("a", "next"))).join().resourceVersion())
                    .isEqualTo(removed.resourceVersion() + 1);
        }
    }

    @Test
    void whatWasBeforeARestartIsTooOldToWatch() throws Exception {
        long version;
        try (var store = reopen()) {
            store.write(new Write.Create(pod("a", "x"))).join();
            version = store.now().version();
        }
        try (var store = reopen()) {
            assertThatThrownBy(() -> store.watch(Selection.all(ResourceTypes.POD), version - 1, change -> {}))
                    .isInstanceOf(VersionGoneException.class);
            store.watch(Selection.all(ResourceTypes.POD), version, change -> {});
        }
    }

    @Test
    void openingAndClosingTakesNoVersions() {
        for (int i = 0; i < 3; i++) {
            try (var store = reopen()) {
                assertThat(store.now().version()).isZero();
            }
        }
    }

    @Test
    void eventsSurviveARestartToo() {
        KubeObject written;
        try (var store = reopen()) {
            written = store.write(new Write.Create(event("a", "x"))).join();
        }
        try (var store = reopen()) {
            assertThat(store.now().get(written.key())).contains(written);
            assertThat(store.now().version()).isEqualTo(written.resourceVersion());
        }
    }

    @Test
    void oneProcessHasTheDirectory() {
        try (var store = reopen()) {
            assertThatThrownBy(this::reopen)
                    .isInstanceOf(StoreException.class)
                    .hasMessage(
                            "state: " + directory.resolve("own") + " is in use by this very process. Stop that control"
                                    + " plane first, or give this one a home of its own.");
            store.write(new Write.Create(pod("a", "x"))).join();
        }
        reopen().close();
    }

    @Test
    void theDirectoryIsItsOwnersAlone() throws Exception {
        reopen().close();
        assertThat(Files.getPosixFilePermissions(directory.resolve("own"))).hasSize(3);
    }

    @Test
    void aDirectoryThatCannotBeUsedIsSaid() throws Exception {
        var file = Files.writeString(directory.resolve("file"), "no directory");
        assertThatThrownBy(() -> reopen(file.resolve("state"), StoreLimits.DEFAULT))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("state: " + file.resolve("state") + " cannot be used: ");
    }

    @Test
    void kindsThatCouldNotBeReadAgainAreNotWritten() {
        var unknown = new ResourceType("x.y", "v1", "Thing", "things", "thing", List.of(), true, List.of(), Set.of());
        try (var store = reopen()) {
            var write = new Write.Create(KubeObject.named(unknown, "a", "x"));
            assertThatThrownBy(() -> store.write(write)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void measuresItself() {
        var metrics = new Metrics();
        try (var store = RocksObjectStore.open(directory.resolve("own"), StoreLimits.DEFAULT, metrics)) {
            store.write(new Write.Create(event("a", "x"))).join();
            store.write(new Write.Create(pod("a", "x"))).join();
            store.write(new Write.Create(pod("a", "y"))).join();
            assertThat(metrics.render())
                    .contains("kubia_store_objects 3", "kubia_store_version 3", "kubia_store_writes_total 3");
        }
    }
}
