package io.kubia.controller.bench;

import io.kubia.controller.endpoint.EndpointReconciler;
import io.kubia.controller.event.StoredEvents;
import io.kubia.controller.garbage.GarbageReconciler;
import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.loop.Loop;
import io.kubia.controller.loop.Reconciler;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.Pod;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.node.NodeFacts;
import io.kubia.controller.node.NodeRegistrar;
import io.kubia.controller.node.Scheduler;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.statefulset.StatefulSetReconciler;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.ObjectStore;
import io.kubia.controller.store.RocksObjectStore;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.StoreLimits;
import io.kubia.controller.store.VersionGoneException;
import io.kubia.role.metrics.Metrics;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A Parallel set of many pods behind a headless service, with the store and the loops of a control plane and a simulated
 * node: how long it takes until all are Ready, and what it costs when one of them is deleted and replaced.
 *
 * <p>Implementation note. CPU time is the process's, so garbage collection and compilation are in it; as many changes
 * are made before as count then. A change is over when the replacement is Ready.
 */
public final class ManyPodsBenchmark {
    private static final int CHANGES = 100;

    /** From one pod that is changed to the next: they are spread over slices, and none comes twice in a row. */
    private static final int STRIDE = 7;

    private static final long LIMIT_SECONDS = 120;
    private static final ObjectKey SET = ObjectKey.of(ResourceTypes.STATEFUL_SET, "default", "many");

    private final InstantSource clock = InstantSource.system();
    private final ObjectStore store;
    private final Registry registry;
    private final int size;

    private ManyPodsBenchmark(ObjectStore store, int size) {
        this.store = store;
        this.size = size;
        this.registry = new Registry(store, clock, () -> UUID.randomUUID().toString());
    }

    /** A folder for the store, which is made, and the number of pods. */
    @SuppressWarnings("SystemOut") // what it is for
    public static void main(String[] arguments) throws InterruptedException {
        int size = Integer.parseInt(arguments[1]);
        try (var store = RocksObjectStore.open(Path.of(arguments[0]), StoreLimits.DEFAULT, new Metrics())) {
            new ManyPodsBenchmark(store, size).run(System.out);
        }
    }

    private void run(PrintStream out) throws InterruptedException {
        registry.createInitialNamespaces();
        var loops = new ArrayList<Loop>();
        try (var events = new StoredEvents(registry, clock)) {
            events.start();
            new NodeRegistrar(registry, events.recorder("kubelet", "bench"), clock)
                    .register(NodeFacts.ofThisMachine("bench", "127.0.0.1", "v1.33.0", "simulated://1", Path.of("/")));
            for (var reconciler : reconcilers(events)) {
                var loop = new Loop(reconciler, store, clock);
                loops.add(loop);
                loop.start();
            }
            converge(out);
            replace(CHANGES, 0);
            measureChanges(out);
        } finally {
            loops.forEach(Loop::close);
        }
    }

    private List<Reconciler> reconcilers(StoredEvents events) {
        return List.of(
                new StatefulSetReconciler(registry, events.recorder("statefulset-controller", ""), clock),
                new Scheduler(registry, events.recorder("default-scheduler", ""), clock),
                new EndpointReconciler(registry),
                new GarbageReconciler(registry),
                new SimulatedNode(registry));
    }

    private void converge(PrintStream out) throws InterruptedException {
        create(ResourceTypes.SERVICE, """
                metadata: {name: many, namespace: default}
                spec: {clusterIP: None, selector: {app: many}, ports: [{name: http, port: 80, targetPort: 8080}]}
                """);
        long cpu = cpuNanos();
        long began = System.nanoTime();
        until(
                SET,
                set -> set.status().number("readyReplicas", 0) == size,
                () -> create(ResourceTypes.STATEFUL_SET, """
                metadata: {name: many, namespace: default}
                spec:
                  replicas: %s
                  serviceName: many
                  podManagementPolicy: Parallel
                  selector: {matchLabels: {app: many}}
                  template:
                    metadata: {labels: {app: many}}
                    spec: {containers: [{name: main, image: kubia, ports: [{containerPort: 8080}]}]}
                """.formatted(size)));
        print(out, "converge_ms", (System.nanoTime() - began) / 1e6);
        print(out, "converge_cpu_ms", (cpuNanos() - cpu) / 1e6);
    }

    private void measureChanges(PrintStream out) throws InterruptedException {
        long cpu = cpuNanos();
        var times = replace(CHANGES, CHANGES);
        print(out, "change_cpu_ms", (double) (cpuNanos() - cpu) / CHANGES / 1e6);
        Arrays.sort(times);
        print(out, "change_ms", times[CHANGES / 2] / 1e6);
    }

    /** Deletes one pod after the other, each when the one before has been replaced. */
    private long[] replace(int count, int from) throws InterruptedException {
        var times = new long[count];
        for (int i = 0; i < count; i++) {
            var pod = ObjectKey.of(ResourceTypes.POD, "default", "many-" + (from + i) * STRIDE % size);
            var before = registry.get(pod).uid();
            long began = System.nanoTime();
            until(
                    pod,
                    present -> !present.uid().equals(before) && Pod.of(present).isReady(),
                    () -> registry.delete(pod, DeleteOptions.DEFAULT));
            times[i] = System.nanoTime() - began;
        }
        return times;
    }

    /** Does something and returns as soon as an object is as it is wanted. */
    private void until(ObjectKey key, Predicate<KubeObject> condition, Runnable act) throws InterruptedException {
        var latch = new CountDownLatch(1);
        try (var subscription = watch(key, condition, latch)) {
            act.run();
            if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(key + ": not as wanted after " + LIMIT_SECONDS + " s, " + subscription);
            }
        }
    }

    private ObjectStore.Subscription watch(ObjectKey key, Predicate<KubeObject> condition, CountDownLatch latch) {
        try {
            return store.watch(Selection.all(key.type()), store.now().version(), change -> {
                boolean isThere = !(change instanceof Change.Deleted);
                if (isThere && change.object().key().equals(key) && condition.test(change.object())) {
                    latch.countDown();
                }
            });
        } catch (VersionGoneException e) {
            throw new IllegalStateException("a version of this moment is gone", e);
        }
    }

    private void create(ResourceType type, String yaml) {
        try {
            registry.create(
                    KubeObject.of(type, YamlText.parseAll(yaml).getFirst().asObject()), false);
        } catch (JsonException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    private void print(PrintStream out, String metric, double value) {
        out.println("many_" + size + "_" + metric + "\t" + Math.round(value * 100) / 100.0);
    }
}
