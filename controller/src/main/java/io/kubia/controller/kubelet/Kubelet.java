package io.kubia.controller.kubelet;

import io.kubia.controller.api.log.PodLogs;
import io.kubia.controller.event.EventRecorder;
import io.kubia.controller.kubelet.pod.PodMachine;
import io.kubia.controller.kubelet.probe.Prober;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.runtime.Container;
import io.kubia.controller.runtime.ContainerRuntime;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.ObjectStore;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.VersionGoneException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the runtime agree with the pods that are bound to our node.
 *
 * <p>Implementation note. Threads of the store, of the runtime and of the timer only wake workers; each worker takes what
 * it needs from the store's newest snapshot and from what the runtime has told. Before the runtime has said what lives, no
 * worker is woken, so that nothing is started twice after a crash.
 */
public final class Kubelet implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Kubelet.class);
    private static final List<ResourceType> REFERENCES = List.of(
            ResourceTypes.CONFIG_MAP,
            ResourceTypes.SECRET,
            ResourceTypes.PERSISTENT_VOLUME_CLAIM,
            ResourceTypes.PERSISTENT_VOLUME);

    private final ObjectStore store;
    private final Surroundings here;
    private final Pods pods;
    private final List<ObjectStore.Subscription> subscriptions = new ArrayList<>();
    private volatile boolean isTakenUp;

    /** One with threads, time and probes of its own choice; for tests and simulations. */
    public Kubelet(
            KubeletConfig config,
            ObjectStore store,
            Registry registry,
            ContainerRuntime runtime,
            EventRecorder events,
            Prober prober,
            Work work) {
        this.store = store;
        this.here = new Surroundings(
                config,
                registry,
                runtime,
                events,
                prober,
                work,
                new NameClaims(),
                new Semaphore(config.startsAtOnce()));
        this.pods = new Pods(here);
    }

    /** One that works on virtual threads and asks over the network. */
    public static Kubelet of(
            KubeletConfig config,
            ObjectStore store,
            Registry registry,
            ContainerRuntime runtime,
            EventRecorder events,
            InstantSource clock) {
        return new Kubelet(config, store, registry, runtime, events, Prober.real(), new ThreadWork(clock));
    }

    /**
     * Asks the runtime what lives, then takes up every pod of ours, and every container whose pod is gone.
     *
     * @throws IOException the runtime does not say; nothing has been done, and this may be called again
     */
    public void start() throws IOException {
        here.runtime().start(this::told);
        for (var container : here.runtime().containers()) {
            var worker = pods.of(container.id());
            worker.runs().answered(container);
            if (PodMachine.mayLive(container)) {
                here.names().claim(worker.name(), worker.uid());
            }
        }
        var now = store.now();
        isTakenUp = true;
        for (var pod : now.list(Selection.all(ResourceTypes.POD))) {
            wake(pod);
        }
        pods.all().forEach(PodWorker::wake);
        watch(ResourceTypes.POD, now.version(), this::podChanged);
        for (var type : REFERENCES) {
            watch(type, now.version(), change -> pods.referenceChanged(change.key()));
        }
        log.info(
                "kubelet: node {}, {} pods taken up",
                here.config().node(),
                pods.all().size());
    }

    private void watch(ResourceType type, long after, ObjectStore.Watcher watcher) {
        try {
            subscriptions.add(store.watch(Selection.all(type), after, watcher));
        } catch (VersionGoneException e) {
            throw new IllegalStateException("a version of this moment is gone", e);
        }
    }

    private void told(Container container) {
        var worker = pods.of(container.id());
        worker.runs().told(container);
        if (isTakenUp) {
            worker.wake();
        }
    }

    private void podChanged(Change change) {
        switch (change) {
            case Change.Added(var pod) -> wake(pod);
            case Change.Modified(var before, var pod) -> {
                if (!isOwnStatus(before, pod)) {
                    wake(pod);
                }
            }
            case Change.Deleted(var pod) -> {
                var worker = pods.find(pod.uid());
                if (worker != null) {
                    worker.wake();
                }
            }
        }
    }

    /** What the kubelet has written itself tells it nothing new. */
    private boolean isOwnStatus(KubeObject before, KubeObject pod) {
        var worker = pods.find(pod.uid());
        return worker != null
                && worker.hasWritten(pod.status())
                && before.spec().equals(pod.spec())
                && before.metadata()
                        .without("resourceVersion")
                        .equals(pod.metadata().without("resourceVersion"));
    }

    private void wake(KubeObject pod) {
        if (here.config().node().equals(pod.spec().text("nodeName"))) {
            pods.of(PodName.of(pod), pod.uid()).wake();
        }
    }

    /** The output of the containers. */
    public PodLogs logs() {
        return new KubeletLogs(pods, here.runtime());
    }

    /**
     * Stops every pod of ours, those with the highest ordinal first, and the next ones when these have ended. Their objects
     * stay, so they run again when a kubelet starts. To be called when nobody makes new pods any more, and before
     * {@link #close}.
     *
     * @return whether all have ended in time
     */
    public boolean stopPods(Duration limit) throws InterruptedException {
        var byOrdinal = new TreeMap<Integer, List<PodWorker>>(Comparator.reverseOrder());
        for (var worker : pods.all()) {
            byOrdinal
                    .computeIfAbsent(worker.name().ordinal(), ordinal -> new ArrayList<>())
                    .add(worker);
        }
        long end = System.nanoTime() + limit.toNanos();
        for (var group : byOrdinal.values()) {
            var stops = group.stream().map(PodWorker::stop).toArray(CompletableFuture<?>[]::new);
            try {
                CompletableFuture.allOf(stops).get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                log.warn("kubelet: not all pods have ended within {}", limit);
                return false;
            } catch (ExecutionException e) {
                throw new IllegalStateException("a stop that only completes has failed", e);
            }
        }
        return true;
    }

    /** Begins nothing more. Containers live on. */
    @Override
    public void close() {
        subscriptions.forEach(ObjectStore.Subscription::close);
        here.work().close();
        pods.all().forEach(PodWorker::close);
    }
}
