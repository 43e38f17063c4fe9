package io.kubia.controller.store;

import static io.kubia.controller.store.Things.pod;
import static io.kubia.controller.store.Things.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.controller.json.Json;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.store.WriteRefusedException.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store promises, whatever it stands on. */
abstract class ObjectStoreContract {
    static final StoreLimits SMALL = new StoreLimits(1000, 20, 4000, 10, 100_000, 1000);

    private static final Selection PODS = Selection.all(ResourceTypes.POD);

    private ObjectStore store;

    abstract ObjectStore open(StoreLimits limits);

    @BeforeEach
    void open() {
        store = open(StoreLimits.DEFAULT);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatIsWrittenIsThereWithItsVersion() {
        long before = store.now().version();
        var written = write(new Write.Create(pod("a", "x")));

        assertThat(written.resourceVersion()).isEqualTo(before + 1);
        assertThat(written).isEqualTo(pod("a", "x").withResourceVersion(before + 1));
        assertThat(store.now().get(written.key())).contains(written);
        assertThat(store.now().version()).isEqualTo(before + 1);
    }

    @Test
    void refusesWhatWasNotExpected() {
        var a = write(new Write.Create(pod("a", "x")));
        var b = pod("a", "missing");

        assertThat(reason(new Write.Create(pod("a", "x")))).isEqualTo(Reason.ALREADY_THERE);
        assertThat(reason(new Write.Replace(a, a.resourceVersion() + 1))).isEqualTo(Reason.ANOTHER_VERSION);
        assertThat(reason(new Write.Remove(a.key(), a.resourceVersion() + 1))).isEqualTo(Reason.ANOTHER_VERSION);
        assertThat(reason(new Write.Replace(b, 1))).isEqualTo(Reason.NOT_THERE);
        assertThat(reason(new Write.Remove(b.key(), 1))).isEqualTo(Reason.NOT_THERE);
        assertThat(store.now().version()).isEqualTo(a.resourceVersion());
    }

    @Test
    void removalsTakeAVersion() {
        var a = write(new Write.Create(pod("a", "x")));
        var removed = write(new Write.Remove(a.key(), a.resourceVersion()));

        assertThat(removed).isEqualTo(a.withResourceVersion(a.resourceVersion() + 1));
        assertThat(store.now().get(a.key())).isEmpty();
        assertThat(write(new Write.Create(pod("a", "x"))).resourceVersion()).isEqualTo(a.resourceVersion() + 2);
    }

    @Test
    void aSnapshotDoesNotChange() {
        var a = write(new Write.Create(pod("a", "x")));
        var snapshot = store.now();
        var changed = write(new Write.Replace(a.withLabel("new", "yes"), a.resourceVersion()));
        write(new Write.Create(pod("a", "y")));

        assertThat(snapshot.get(a.key())).contains(a);
        assertThat(snapshot.list(PODS)).containsExactly(a);
        assertThat(snapshot.version()).isEqualTo(a.resourceVersion());
        write(new Write.Remove(a.key(), changed.resourceVersion()));
        assertThat(snapshot.list(PODS)).containsExactly(a);
    }

    @Test
    void listsByNamespaceAndName() {
        for (var name : List.of("c", "a", "b", "a-0", "a-10", "a-2")) {
            write(new Write.Create(pod("two", name)));
            write(new Write.Create(pod("one", name)));
            write(new Write.Create(service("one", name)));
        }

        assertThat(store.now().list(PODS))
                .extracting(object -> object.namespace() + "/" + object.name())
                .containsExactly(
                        "one/a",
                        "one/a-0",
                        "one/a-10",
                        "one/a-2",
                        "one/b",
                        "one/c",
                        "two/a",
                        "two/a-0",
                        "two/a-10",
                        "two/a-2",
                        "two/b",
                        "two/c");
        assertThat(store.now().list(Selection.in(ResourceTypes.POD, "two")))
                .extracting(KubeObject::name)
                .containsExactly("a", "a-0", "a-10", "a-2", "b", "c");
        assertThat(store.now().list(Selection.in(ResourceTypes.POD, "none"))).isEmpty();
        assertThat(store.now().list(Selection.all(ResourceTypes.SECRET))).isEmpty();
    }

    @Test
    void watchersHearOfEveryChangeOfTheirSelection() throws Exception {
        var changes = Collections.synchronizedList(new ArrayList<Change>());
        store.watch(Selection.in(ResourceTypes.POD, "a"), store.now().version(), changes::add);

        var created = write(new Write.Create(pod("a", "x")));
        write(new Write.Create(pod("b", "x")));
        write(new Write.Create(service("a", "x")));
        var changed = write(new Write.Replace(created.withLabel("new", "yes"), created.resourceVersion()));
        var removed = write(new Write.Remove(created.key(), changed.resourceVersion()));

        assertThat(changes)
                .containsExactly(
                        new Change.Added(created), new Change.Modified(created, changed), new Change.Deleted(removed));
    }

    @Test
    void watchersAreToldBeforeTheWriterAndAfterEverybodyCanSeeIt() throws Exception {
        var seen = Collections.synchronizedList(new ArrayList<Boolean>());
        store.watch(
                PODS,
                store.now().version(),
                change -> seen.add(store.now().get(change.key()).equals(java.util.Optional.of(change.object()))));

        write(new Write.Create(pod("a", "x")));

        assertThat(seen).containsExactly(true);
    }

    @Test
    void aWatchFromAnOlderVersionIsToldWhatHasBeen() throws Exception {
        var a = write(new Write.Create(pod("a", "x")));
        var b = write(new Write.Create(pod("a", "y")));
        var c = write(new Write.Replace(a.withLabel("new", "yes"), a.resourceVersion()));
        var changes = Collections.synchronizedList(new ArrayList<Change>());
        store.watch(PODS, a.resourceVersion(), changes::add);
        var d = write(new Write.Create(pod("a", "z")));

        assertThat(changes).containsExactly(new Change.Added(b), new Change.Modified(a, c), new Change.Added(d));
    }

    @Test
    void aWatchFromAFutureVersionIsToldOfWhatComesAfterThat() throws Exception {
        var changes = Collections.synchronizedList(new ArrayList<Change>());
        store.watch(PODS, store.now().version() + 1, changes::add);
        write(new Write.Create(pod("a", "x")));
        var second = write(new Write.Create(pod("a", "y")));

        assertThat(changes).containsExactly(new Change.Added(second));
    }

    @Test
    void forgetsWhatIsTooOldKindByKind() throws Exception {
        store.close();
        store = open(SMALL);
        long start = store.now().version();
        var service = write(new Write.Create(service("a", "s")));
        var pod = write(new Write.Create(pod("a", "p")));
        for (int i = 0; i < 10; i++) {
            pod = write(new Write.Replace(pod.withLabel("n", "v" + i), pod.resourceVersion()));
        }

        long oldest = pod.resourceVersion() - 10;
        assertThatThrownBy(() -> store.watch(PODS, oldest - 1, change -> {}))
                .isInstanceOf(VersionGoneException.class)
                .hasMessage("too old resource version: " + (oldest - 1) + " (" + oldest + ")");
        var changes = new ArrayList<Change>();
        store.watch(PODS, oldest, changes::add);
        assertThat(changes).hasSize(10);
        assertThatThrownBy(() -> store.watch(Selection.all(ResourceTypes.SERVICE), start, change -> {}))
                .isInstanceOf(VersionGoneException.class);
        store.watch(Selection.all(ResourceTypes.SERVICE), service.resourceVersion(), changes::add);
        store.watch(Selection.all(ResourceTypes.SECRET), start, changes::add);
        assertThat(changes).hasSize(10);
    }

    @Test
    void aClosedWatchHearsNothingMore() throws Exception {
        var changes = Collections.synchronizedList(new ArrayList<Change>());
        var watch = store.watch(PODS, store.now().version(), changes::add);
        write(new Write.Create(pod("a", "x")));
        watch.close();
        watch.close();
        write(new Write.Create(pod("a", "y")));

        assertThat(changes).hasSize(1);
    }

    @Test
    void aWatcherThatThrowsIsDroppedAndTheOthersLiveOn() throws Exception {
        var broken = Collections.synchronizedList(new ArrayList<Change>());
        var well = Collections.synchronizedList(new ArrayList<Change>());
        store.watch(PODS, store.now().version(), change -> {
            broken.add(change);
            throw new IllegalStateException("a watcher that fails, as this test wants it to");
        });
        store.watch(PODS, store.now().version(), well::add);
        write(new Write.Create(pod("a", "x")));
        write(new Write.Create(pod("a", "y")));

        assertThat(broken).hasSize(1);
        assertThat(well).hasSize(2);
    }

    @Test
    void whoIsToldMayWriteInTurn() throws Exception {
        var order = Collections.synchronizedList(new ArrayList<String>());
        var answers = Collections.synchronizedList(new ArrayList<java.util.concurrent.CompletableFuture<KubeObject>>());
        store.watch(PODS, store.now().version(), change -> {
            order.add("pod " + change.key().name());
            if (change.key().name().equals("x")) {
                answers.add(store.write(new Write.Create(pod("a", "y"))));
            }
        });
        store.watch(
                PODS,
                store.now().version(),
                change -> order.add("again " + change.key().name()));
        write(new Write.Create(pod("a", "x")));
        answers.getFirst().join();

        assertThat(order).containsExactly("pod x", "again x", "pod y", "again y");
    }

    @Test
    void refusesWhatIsTooLargeOrTooMuch() {
        store.close();
        store = open(SMALL);
        var large = pod("a", "x").withLabel("long", "v".repeat(1000));
        assertThat(reason(new Write.Create(large))).isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal(new Write.Create(large)).getMessage())
                .startsWith("pods a/x: JSON: ")
                .endsWith(" bytes (expected: <= 1000)");

        for (int i = 0; i < 20; i++) {
            write(new Write.Create(pod("a", "x" + i)));
        }
        assertThat(refusal(new Write.Create(pod("a", "one-more"))))
                .hasMessage("pods a/one-more: objects: 20 are stored (expected: less than 20, to store another)")
                .extracting(WriteRefusedException::reason)
                .isEqualTo(Reason.STORE_FULL);
        var one = store.now().list(PODS).getFirst();
        write(new Write.Replace(one.withLabel("still", "possible"), one.resourceVersion()));
        write(new Write.Remove(
                store.now().list(PODS).getLast().key(),
                store.now().list(PODS).getLast().resourceVersion()));
        write(new Write.Create(pod("a", "one-more")));
    }

    @Test
    void refusesWhatIsTooMuchInAll() {
        store.close();
        store = open(SMALL);
        for (int i = 0; i < 4; i++) {
            write(new Write.Create(pod("a", "x" + i).withLabel("long", "v".repeat(800))));
        }
        assertThat(refusal(new Write.Create(pod("a", "y").withLabel("long", "v".repeat(800))))
                        .getMessage())
                .contains("(expected: <= 4000 for all objects together)");
        write(new Write.Create(pod("a", "z")));
    }

    @Test
    void aClosedStoreRefuses() {
        store.close();
        assertThatThrownBy(() -> store.write(new Write.Create(pod("a", "x"))).join())
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContaining("the store is closed");
    }

    @Test
    void keepsEveryKindOfValue() {
        var object = pod("a", "x")
                .withSpec(spec -> spec.with("text", "ä\u0000\"\\ 😀")
                        .with("long", Long.MIN_VALUE)
                        .with("decimal", new Json.Decimal(new java.math.BigDecimal("1.50")))
                        .with("none", Json.Null.NULL)
                        .with("yes", true));
        assertThat(write(new Write.Create(object)).spec()).isEqualTo(object.spec());
    }

    private KubeObject write(Write write) {
        return store.write(write).join();
    }

    private Reason reason(Write write) {
        return refusal(write).reason();
    }

    private WriteRefusedException refusal(Write write) {
        try {
            var written = write(write);
            throw new AssertionError("was written: " + written);
        } catch (CompletionException e) {
            if (e.getCause() instanceof WriteRefusedException refused) {
                return refused;
            }
            throw e;
        }
    }
}
