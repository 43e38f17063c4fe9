package io.kubia.controller.store;

import static io.kubia.controller.store.Things.pod;
import static io.kubia.controller.store.Things.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.role.metrics.Metrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many write, many watch, at the same time. */
class ConcurrencyTest {
    private static final int THREADS = 6;
    private static final int ROUNDS = 150;
    private static final Selection PODS = Selection.all(ResourceTypes.POD);

    @TempDir
    Path directory;

    /** Both. */
    enum Kind {
        MEMORY,
        ROCKS
    }

    private ObjectStore open(Kind kind) {
        return switch (kind) {
            case MEMORY -> new MemoryObjectStore();
            case ROCKS -> RocksObjectStore.open(directory, StoreLimits.DEFAULT, new Metrics());
        };
    }

    @ParameterizedTest
    @EnumSource
    void noUpdateIsLostAndVersionsAreLinear(Kind kind) throws Exception {
        var versions = new ConcurrentSkipListSet<Long>();
        try (var store = open(kind)) {
            var keys = List.of(pod("a", "x").key(), pod("a", "y").key());
            for (var key : keys) {
                versions.add(store.write(new Write.Create(
                                pod(key.namespace(), key.name()).withLabel("n", "0")))
                        .join()
                        .resourceVersion());
            }
            inParallel(thread -> {
                for (int i = 0; i < ROUNDS; i++) {
                    versions.add(increment(store, keys.get((thread + i) % keys.size())));
                }
            });
            for (var key : keys) {
                assertThat(store.now().get(key).orElseThrow().label("n"))
                        .isEqualTo("" + THREADS * ROUNDS / keys.size());
            }
            int writes = THREADS * ROUNDS + keys.size();
            assertThat(store.now().version()).isEqualTo(writes);
            assertThat(versions).hasSize(writes).startsWith(1L).endsWith((long) writes);
        }
    }

    /** Reads, adds one, writes, and begins anew when somebody was faster. */
    private static long increment(ObjectStore store, ObjectKey key) {
        while (true) {
            var object = store.now().get(key).orElseThrow();
            var next = object.withLabel("n", "" + (Integer.parseInt(String.valueOf(object.label("n"))) + 1));
            try {
                return store.write(new Write.Replace(next, object.resourceVersion()))
                        .join()
                        .resourceVersion();
            } catch (CompletionException e) {
                assertThat(e.getCause())
                        .isInstanceOfSatisfying(
                                WriteRefusedException.class,
                                refused -> assertThat(refused.reason())
                                        .isEqualTo(WriteRefusedException.Reason.ANOTHER_VERSION));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void watchersSeeEveryChangeExactlyOnceWheneverTheyBegin(Kind kind) throws Exception {
        try (var store = open(kind)) {
            var witnesses = new ArrayList<Replica>();
            var all = new Replica(0, List.of());
            store.watch(PODS, 0, all);
            inParallel(thread -> {
                var random = new SplittableRandom(thread);
                for (int i = 0; i < ROUNDS; i++) {
                    writeSomething(store, random, thread);
                    if (i % 10 == thread) {
                        var now = store.now();
                        var replica = new Replica(now.version(), now.list(PODS));
                        store.watch(PODS, now.version(), replica);
                        synchronized (witnesses) {
                            witnesses.add(replica);
                        }
                    }
                }
            });

            var end = store.now().list(PODS);
            assertThat(all.objects()).isEqualTo(end);
            var changes = all.versions();
            for (var witness : witnesses) {
                assertThat(witness.objects()).isEqualTo(end);
                assertThat(witness.versions())
                        .isEqualTo(changes.stream()
                                .filter(version -> version > witness.start)
                                .toList());
            }
        }
    }

    private static void writeSomething(ObjectStore store, SplittableRandom random, int thread) {
        store.write(new Write.Create(service("a", "s" + thread + "-" + random.nextInt(1_000_000_000))));
        var key = pod("a", "p" + thread + "-" + random.nextInt(5)).key();
        var known = store.now().get(key);
        if (known.isEmpty()) {
            store.write(new Write.Create(pod(key.namespace(), key.name()))).join();
        } else if (random.nextInt(3) == 0) {
            store.write(new Write.Remove(key, known.get().resourceVersion())).join();
        } else {
            store.write(new Write.Replace(
                            known.get().withLabel("n", "" + random.nextInt()),
                            known.get().resourceVersion()))
                    .join();
        }
    }

    /** Keeps a copy by what it is told. */
    private static final class Replica implements ObjectStore.Watcher {
        private final long start;
        private final TreeMap<ObjectKey, KubeObject> objects = new TreeMap<>();
        private final List<Long> versions = new ArrayList<>();
        private final AtomicInteger callers = new AtomicInteger();

        Replica(long start, List<KubeObject> begin) {
            this.start = start;
            begin.forEach(object -> objects.put(object.key(), object));
        }

        @Override
        public void changed(Change change) {
            assertThat(callers.incrementAndGet()).as("callers at a time").isEqualTo(1);
            synchronized (this) {
                versions.add(change.version());
                switch (change) {
                    case Change.Added added ->
                        assertThat(objects.put(added.key(), added.object())).isNull();
                    case Change.Modified modified ->
                        assertThat(objects.put(modified.key(), modified.object()))
                                .isEqualTo(modified.before());
                    case Change.Deleted deleted ->
                        assertThat(objects.remove(deleted.key())).isNotNull();
                }
            }
            callers.decrementAndGet();
        }

        synchronized List<KubeObject> objects() {
            return List.copyOf(objects.values());
        }

        synchronized List<Long> versions() {
            assertThat(versions).isSorted().doesNotHaveDuplicates();
            return List.copyOf(versions);
        }
    }

    /** Work of one thread. */
    @FunctionalInterface
    private interface Work {
        void run(int thread) throws Exception;
    }

    private static void inParallel(Work work) throws Exception {
        try (var executor = Executors.newFixedThreadPool(THREADS)) {
            var futures = new ArrayList<Future<?>>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                futures.add(executor.submit(() -> {
                    work.run(thread);
                    return true;
                }));
            }
            for (var future : futures) {
                future.get();
            }
        }
    }
}
