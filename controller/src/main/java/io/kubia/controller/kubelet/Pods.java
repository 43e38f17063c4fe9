package io.kubia.controller.kubelet;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.kubelet.env.Environment;
import io.kubia.controller.kubelet.volume.PodVolumes;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.runtime.ContainerId;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The workers: by uid, by name, and by what their pods name. Any thread calls. */
final class Pods {
    private final Surroundings here;
    private final ConcurrentHashMap<String, PodWorker> byUid = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<PodName, Set<PodWorker>> byName = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<ObjectKey, Set<PodWorker>> byReference = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<PodWorker, Set<ObjectKey>> references = new ConcurrentHashMap<>();

    Pods(Surroundings here) {
        this.here = here;
    }

    /** The worker of a pod; a new one that has nothing to do yet when there was none. */
    PodWorker of(PodName name, String uid) {
        return byUid.computeIfAbsent(uid, id -> {
            var worker = new PodWorker(name, id, here, this);
            byName.computeIfAbsent(name, any -> ConcurrentHashMap.newKeySet()).add(worker);
            return worker;
        });
    }

    @Nullable
    PodWorker find(String uid) {
        return byUid.get(uid);
    }

    PodWorker of(ContainerId id) {
        return of(PodName.of(id), id.podUid());
    }

    Collection<PodWorker> all() {
        return byUid.values();
    }

    /** Whoever waits for the name may have it now. */
    void released(PodName name) {
        for (var worker : byName.getOrDefault(name, Set.of())) {
            worker.wake();
        }
    }

    /** What a pod names is to wake its worker. */
    void refer(PodWorker worker, KubeObject pod) {
        Set<ObjectKey> keys = ConcurrentHashMap.newKeySet();
        PodVolumes.references(pod, here.registry().now(), keys::add);
        for (var field : new String[] {"initContainers", "containers"}) {
            for (JsonObject container : pod.spec().array(field).objects()) {
                Environment.references(pod, container, keys::add);
            }
        }
        var before = keys.isEmpty() ? references.remove(worker) : references.put(worker, keys);
        if (before != null) {
            before.stream().filter(key -> !keys.contains(key)).forEach(key -> unrefer(worker, key));
        }
        for (var key : keys) {
            byReference.compute(key, (any, workers) -> {
                Set<PodWorker> more = workers == null ? ConcurrentHashMap.newKeySet(1) : workers;
                more.add(worker);
                return more;
            });
        }
    }

    private void unrefer(PodWorker worker, ObjectKey key) {
        byReference.computeIfPresent(key, (any, workers) -> {
            workers.remove(worker);
            return workers.isEmpty() ? null : workers;
        });
    }

    /** Something has changed that pods may name. */
    void referenceChanged(ObjectKey key) {
        for (var worker : byReference.getOrDefault(key, Set.of())) {
            worker.referencesChanged();
        }
    }

    /** Nothing of the pod is left. */
    void forget(PodWorker worker) {
        byUid.remove(worker.uid(), worker);
        byName.computeIfPresent(worker.name(), (any, workers) -> {
            workers.remove(worker);
            return workers.isEmpty() ? null : workers;
        });
        var keys = references.remove(worker);
        if (keys != null) {
            keys.forEach(key -> unrefer(worker, key));
        }
        released(worker.name());
    }
}
