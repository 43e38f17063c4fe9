package io.kubia.controller.name;

import io.kubia.controller.endpoint.EndpointReconciler;
import io.kubia.controller.endpoint.PodEndpoint;
import io.kubia.controller.endpoint.Service;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.ObjectStore;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.Snapshot;
import io.kubia.controller.store.VersionGoneException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the zone what changes in the store. What is behind a service that selects pods is told from the pods themselves, by
 * the very rule that its EndpointSlices are made by: those come a little later, and names must not.
 */
public final class ZoneFeed implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ZoneFeed.class);
    private static final List<ResourceType> TYPES =
            List.of(ResourceTypes.NAMESPACE, ResourceTypes.SERVICE, ResourceTypes.POD, ResourceTypes.ENDPOINT_SLICE);
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final ObjectStore store;
    private final Consumer<List<io.kubia.dns.model.Change>> zone;
    private final List<ObjectStore.Subscription> subscriptions = new ArrayList<>();

    /** The uids of the pods that the zone knows behind each service. */
    private final Map<io.kubia.dns.model.ObjectKey, Set<String>> told = new HashMap<>();

    /** {@code zone} applies what it is given at once. */
    public ZoneFeed(ObjectStore store, Consumer<List<io.kubia.dns.model.Change>> zone) {
        this.store = store;
        this.zone = zone;
    }

    /** Tells all that there is, then what changes. */
    public synchronized void start() {
        var now = store.now();
        var all = new ArrayList<io.kubia.dns.model.Change>();
        for (var type : TYPES) {
            now.list(Selection.all(type)).forEach(object -> add(new Change.Added(object), now, all));
            try {
                subscriptions.add(store.watch(Selection.all(type), now.version(), this::changed));
            } catch (VersionGoneException e) {
                throw new IllegalStateException("a version of this moment is gone", e);
            }
        }
        all.add(new io.kubia.dns.model.Change.Synced());
        zone.accept(all);
    }

    private synchronized void changed(Change change) {
        var changes = new ArrayList<io.kubia.dns.model.Change>();
        add(change, store.now(), changes);
        if (!changes.isEmpty()) {
            zone.accept(changes);
        }
    }

    private void add(Change change, Snapshot now, List<io.kubia.dns.model.Change> changes) {
        var object = change.object();
        boolean isGone = change instanceof Change.Deleted;
        if (object.type().equals(ResourceTypes.NAMESPACE)) {
            changes.add(
                    isGone
                            ? new io.kubia.dns.model.Change.RemoveNamespace(object.name())
                            : new io.kubia.dns.model.Change.PutNamespace(object.name()));
        } else if (object.type().equals(ResourceTypes.SERVICE)) {
            addService(object, isGone, now, changes);
        } else if (object.type().equals(ResourceTypes.POD)) {
            addPod(object, now, changes);
        } else if (!EndpointReconciler.isOurs(object)) {
            addSlice(object, isGone, changes);
        }
    }

    private void addService(KubeObject object, boolean isGone, Snapshot now, List<io.kubia.dns.model.Change> changes) {
        var key = ZoneObjects.key(object);
        var service = Service.of(object);
        if (isGone) {
            changes.add(new io.kubia.dns.model.Change.RemoveService(key));
        } else {
            put(changes, object, () -> new io.kubia.dns.model.Change.PutService(ZoneObjects.service(service)));
        }
        var gone = new HashSet<>(told.getOrDefault(key, Set.of()));
        if (!isGone && service.hasPlannedEndpoints()) {
            for (var pod : now.list(Selection.in(ResourceTypes.POD, object.namespace()))) {
                addEndpoint(service, pod, changes);
                gone.remove(pod.uid());
            }
        }
        gone.forEach(uid -> removeEndpoint(key, uid, changes));
    }

    /** As the pod is now; a change that is not the newest tells of nothing that still counts. */
    private void addPod(KubeObject changed, Snapshot now, List<io.kubia.dns.model.Change> changes) {
        var pod = now.get(changed.key()).filter(found -> found.uid().equals(changed.uid()));
        for (var object : now.list(Selection.in(ResourceTypes.SERVICE, changed.namespace()))) {
            var service = Service.of(object);
            if (pod.isPresent() && service.hasPlannedEndpoints()) {
                addEndpoint(service, pod.get(), changes);
            } else {
                removeEndpoint(ZoneObjects.key(object), changed.uid(), changes);
            }
        }
    }

    private void addEndpoint(Service service, KubeObject pod, List<io.kubia.dns.model.Change> changes) {
        var key = ZoneObjects.key(service.object());
        var endpoint = PodEndpoint.of(service, pod);
        if (endpoint.isEmpty()) {
            removeEndpoint(key, pod.uid(), changes);
        } else {
            put(changes, pod, () -> new io.kubia.dns.model.Change.PutSlice(ZoneObjects.slice(service, endpoint.get())));
            told.computeIfAbsent(key, known -> new HashSet<>()).add(pod.uid());
        }
    }

    private void removeEndpoint(
            io.kubia.dns.model.ObjectKey service, String podUid, List<io.kubia.dns.model.Change> changes) {
        var uids = told.get(service);
        if (uids != null && uids.remove(podUid)) {
            changes.add(new io.kubia.dns.model.Change.RemoveSlice(ZoneObjects.sliceKey(service, podUid)));
            if (uids.isEmpty()) {
                told.remove(service);
            }
        }
    }

    private static void addSlice(KubeObject slice, boolean isGone, List<io.kubia.dns.model.Change> changes) {
        var service = slice.label(SERVICE_NAME);
        if (isGone || service == null || service.isEmpty()) {
            changes.add(new io.kubia.dns.model.Change.RemoveSlice(ZoneObjects.key(slice)));
        } else {
            put(changes, slice, () -> new io.kubia.dns.model.Change.PutSlice(ZoneObjects.slice(slice, service)));
        }
    }

    private static void put(
            List<io.kubia.dns.model.Change> changes, KubeObject about, Supplier<io.kubia.dns.model.Change> change) {
        try {
            changes.add(change.get());
        } catch (IllegalArgumentException e) {
            ObjectKey key = about.key();
            log.warn("{} has no name in the zone: {}", key, e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        subscriptions.forEach(ObjectStore.Subscription::close);
    }
}
