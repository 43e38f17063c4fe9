package io.kubia.controller.store;

import static io.kubia.controller.store.Things.event;
import static io.kubia.controller.store.Things.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.role.metrics.Metrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The writer on a disk that waits, and fails, when the test wants it to. */
class WriterTest {
    @TempDir
    Path directory;

    private final Disk disk = new Disk();
    private ObjectStore store = new MemoryObjectStore();

    /** Lets one group pass for each permit. */
    private static final class Disk implements Journal {
        private final Semaphore asked = new Semaphore(0);
        private final Semaphore permits = new Semaphore(0);
        private final List<String> appended = Collections.synchronizedList(new ArrayList<>());
        private volatile boolean isBroken;

        @Override
        public void append(List<Group.Accepted> writes, Layout.Head head, boolean synced) {
            asked.release();
            permits.acquireUninterruptibly();
            if (isBroken) {
                throw new StoreException("broken, as this test wants it to be", null);
            }
            appended.add(writes.size() + (synced ? " synced" : ""));
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void open() {
        store = RocksObjectStore.open(OpenedState.open(directory), disk, SMALL, new Metrics());
    }

    @AfterEach
    void close() {
        disk.permits.release(1_000_000);
        store.close();
    }

    private static final StoreLimits SMALL = new StoreLimits(10_000, 10_000, 1 << 20, 100, 1 << 20, 50);

    @Test
    void whatWaitsIsWrittenTogether() throws Exception {
        var first = store.write(new Write.Create(pod("a", "first")));
        disk.asked.acquire();
        var others = new ArrayList<CompletableFuture<KubeObject>>();
        for (int i = 0; i < 20; i++) {
            others.add(store.write(new Write.Create(pod("a", "p" + i))));
        }
        var conflict = store.write(new Write.Create(pod("a", "p3")));
        disk.permits.release(2);

        assertThat(first.join().resourceVersion()).isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            assertThat(others.get(i).join().resourceVersion()).isEqualTo(i + 2);
        }
        assertThatThrownBy(conflict::join).hasCauseInstanceOf(WriteRefusedException.class);
        assertThat(disk.appended).containsExactly("1 synced", "20 synced");
    }

    @Test
    void nobodySeesWhatIsNotOnDisk() throws Exception {
        var seen = Collections.synchronizedList(new ArrayList<Change>());
        store.watch(Selection.all(ResourceTypes.POD), 0, seen::add);
        var answer = store.write(new Write.Create(pod("a", "x")));
        disk.asked.acquire();

        assertThat(store.now().version()).isZero();
        assertThat(store.now().get(pod("a", "x").key())).isEmpty();
        assertThat(seen).isEmpty();
        assertThat(answer).isNotDone();

        disk.permits.release();
        answer.join();
        assertThat(seen).hasSize(1);
    }

    @Test
    void eventsAloneAreNotSyncedUntilTheReserveIsUsedUp() throws Exception {
        disk.permits.release(1_000_000);
        store.write(new Write.Create(pod("a", "x"))).join();
        for (int i = 0; i < 1_001; i++) {
            store.write(new Write.Create(event("a", "e" + i))).join();
        }
        assertThat(disk.appended.getFirst()).isEqualTo("1 synced");
        assertThat(disk.appended.subList(1, 1_001)).containsOnly("1");
        assertThat(disk.appended.getLast()).isEqualTo("1 synced");
    }

    @Test
    void anEventBesideOthersIsSyncedWithThem() throws Exception {
        store.write(new Write.Create(pod("a", "x")));
        disk.asked.acquire();
        store.write(new Write.Create(event("a", "e")));
        var last = store.write(new Write.Create(pod("a", "y")));
        disk.permits.release(2);
        last.join();

        assertThat(disk.appended).containsExactly("1 synced", "2 synced");
    }

    @Test
    void afterAFailureNothingIsWrittenAndReadsGoOn() {
        disk.permits.release(1_000);
        var written = store.write(new Write.Create(pod("a", "x"))).join();
        disk.isBroken = true;
        var failed = store.write(new Write.Create(pod("a", "y")));
        assertThatThrownBy(failed::join)
                .cause()
                .isInstanceOf(StoreException.class)
                .hasMessage(
                        "nothing can be written any longer: broken, as this test wants it to be. Look at the disk (is it"
                                + " full?), then start the control plane again.");

        disk.isBroken = false;
        assertThatThrownBy(store.write(new Write.Create(pod("a", "z")))::join).hasCauseInstanceOf(StoreException.class);
        assertThat(store.now().list(Selection.all(ResourceTypes.POD))).containsExactly(written);
        assertThat(disk.appended).hasSize(1);
    }

    @Test
    void refusesWhenTooManyWait() throws Exception {
        var first = store.write(new Write.Create(pod("a", "first")));
        disk.asked.acquire();
        for (int i = 0; i < 50; i++) {
            store.write(new Write.Create(pod("a", "p" + i)));
        }
        assertThatThrownBy(store.write(new Write.Create(pod("a", "one-more")))::join)
                .cause()
                .isInstanceOfSatisfying(
                        WriteRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(WriteRefusedException.Reason.BUSY))
                .hasMessage("pods a/one-more: queued writes: 50 wait for the disk (expected: less than 50)");
        disk.permits.release(2);
        first.join();
    }

    @Test
    void whatWasAcceptedIsWrittenBeforeTheEnd() throws Exception {
        var first = store.write(new Write.Create(pod("a", "first")));
        disk.asked.acquire();
        var second = store.write(new Write.Create(pod("a", "second")));
        disk.permits.release(1_000);
        store.close();

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(disk.appended).containsExactly("1 synced", "1 synced", "0 synced");
    }
}
