package io.kubia.controller.proxy.service;

import io.kubia.controller.endpoint.PodEndpoint;
import io.kubia.controller.endpoint.Service;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.proxy.Backend;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.ObjectStore;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.Snapshot;
import io.kubia.controller.store.VersionGoneException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is ready behind each service at this moment: a pod counts before anybody sees that it is Ready.
 *
 * <p>Implementation note. The store tells of changes on its own thread, under the lock of this; a change of a pod is one
 * entry of each of its services, however many pods these have. Who asks takes the lock only when something has changed
 * since somebody last asked.
 */
final class LiveBackends implements AutoCloseable {
    private static final List<ResourceType> TYPES =
            List.of(ResourceTypes.SERVICE, ResourceTypes.POD, ResourceTypes.ENDPOINT_SLICE, ResourceTypes.ENDPOINTS);

    private final ObjectStore store;
    private final Departures departures;
    private final Map<ObjectKey, Members> services = new ConcurrentHashMap<>();
    private final List<ObjectStore.Subscription> subscriptions = new ArrayList<>();

    LiveBackends(ObjectStore store, Departures departures) {
        this.store = store;
        this.departures = departures;
    }

    /** Hears when a pod behind a service is gone. Called on the store's thread, and must not wait. */
    @FunctionalInterface
    interface Departures {
        void left(ObjectKey service, String address);
    }

    /** What is behind one service. */
    private static final class Members {
        final Service service;
        final Map<String, PodEndpoint> pods = new LinkedHashMap<>();
        /** By the names of ports, as far as anybody has asked since the last change. */
        volatile Map<String, List<Backend>> ready = Map.of();

        Members(Service service) {
            this.service = service;
        }
    }

    synchronized void start() {
        var now = store.now();
        for (var type : TYPES) {
            now.list(Selection.all(type)).forEach(object -> apply(new Change.Added(object), now));
            try {
                subscriptions.add(store.watch(Selection.all(type), now.version(), this::changed));
            } catch (VersionGoneException e) {
                throw new IllegalStateException("a version of this moment is gone", e);
            }
        }
    }

    /** Those that are ready behind a port of a service. */
    List<Backend> ready(ObjectKey service, String port) {
        var members = services.get(service);
        if (members == null) {
            return List.of();
        }
        var known = members.ready.get(port);
        return known == null ? find(members, port) : known;
    }

    private synchronized List<Backend> find(Members members, String port) {
        List<Backend> found = new ArrayList<>();
        if (members.service.hasPlannedEndpoints()) {
            for (var pod : members.pods.values()) {
                Backend.addReady(pod, port, found);
            }
        } else {
            found = Backend.givenByHand(members.service.object().key(), port, store.now());
        }
        found = List.copyOf(found);
        var ready = new LinkedHashMap<>(members.ready);
        ready.put(port, found);
        members.ready = Map.copyOf(ready);
        return found;
    }

    private synchronized void changed(Change change) {
        apply(change, store.now());
    }

    private void apply(Change change, Snapshot now) {
        var object = change.object();
        boolean isGone = change instanceof Change.Deleted;
        if (object.type().equals(ResourceTypes.SERVICE)) {
            if (isGone) {
                services.remove(object.key());
            } else {
                services.put(object.key(), members(Service.of(object), now));
            }
        } else if (object.type().equals(ResourceTypes.POD)) {
            podChanged(object, isGone);
        } else {
            forgetGivenByHand(object.namespace());
        }
    }

    private static Members members(Service service, Snapshot now) {
        var members = new Members(service);
        if (service.hasPlannedEndpoints()) {
            for (var pod :
                    now.list(Selection.in(ResourceTypes.POD, service.object().namespace()))) {
                PodEndpoint.of(service, pod).ifPresent(endpoint -> members.pods.put(pod.uid(), endpoint));
            }
        }
        return members;
    }

    private void podChanged(KubeObject pod, boolean isGone) {
        for (var members : services.values()) {
            if (!members.service.object().namespace().equals(pod.namespace())) {
                continue;
            }
            var before = members.pods.get(pod.uid());
            var after = isGone || !members.service.hasPlannedEndpoints()
                    ? null
                    : PodEndpoint.of(members.service, pod).orElse(null);
            if (after != null) {
                members.pods.put(pod.uid(), after);
                members.ready = Map.of();
            } else if (before != null) {
                members.pods.remove(pod.uid());
                members.ready = Map.of();
                departures.left(members.service.object().key(), before.address());
            }
        }
    }

    private void forgetGivenByHand(String namespace) {
        for (var members : services.values()) {
            if (!members.service.hasPlannedEndpoints()
                    && members.service.object().namespace().equals(namespace)) {
                members.ready = Map.of();
            }
        }
    }

    @Override
    public synchronized void close() {
        subscriptions.forEach(ObjectStore.Subscription::close);
    }
}
