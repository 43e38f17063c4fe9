package io.kubia.controller.endpoint;

import io.kubia.controller.loop.Outcome;
import io.kubia.controller.loop.Reconciler;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keeps the Endpoints and EndpointSlices of services. Its keys are services. */
public final class EndpointReconciler implements Reconciler {
    private final Registry registry;

    public EndpointReconciler(Registry registry) {
        this.registry = registry;
    }

    @Override
    public String name() {
        return "endpoints";
    }

    @Override
    public List<ResourceType> watches() {
        return List.of(ResourceTypes.SERVICE, ResourceTypes.POD, ResourceTypes.ENDPOINTS, ResourceTypes.ENDPOINT_SLICE);
    }

    @Override
    public void affected(Change change, Snapshot now, Consumer<ObjectKey> keys) {
        var object = change.object();
        if (object.type().equals(ResourceTypes.SERVICE)) {
            keys.accept(object.key());
        } else if (object.type().equals(ResourceTypes.POD)) {
            podChanged(change, now, keys);
        } else if (object.type().equals(ResourceTypes.ENDPOINTS)) {
            keys.accept(ObjectKey.of(ResourceTypes.SERVICE, object.namespace(), object.name()));
        } else if (isOurs(object)) {
            var service = object.label(Labels.SERVICE_NAME);
            if (service != null && !service.isEmpty()) {
                keys.accept(ObjectKey.of(ResourceTypes.SERVICE, object.namespace(), service));
            }
        }
    }

    /** Those services too that the pod was behind before its labels changed. */
    private static void podChanged(Change change, Snapshot now, Consumer<ObjectKey> keys) {
        var before = change instanceof Change.Modified(var old, var ignored) ? old : change.object();
        for (var object :
                now.list(Selection.in(ResourceTypes.SERVICE, change.object().namespace()))) {
            var service = Service.of(object);
            if (service.selects(change.object()) || service.selects(before)) {
                keys.accept(object.key());
            }
        }
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        var now = registry.now();
        var object = now.get(key);
        if (object.isEmpty() || object.get().isBeingDeleted()) {
            removeAll(key, now);
            return Outcome.DONE;
        }
        var service = Service.of(object.get());
        if (service.hasPlannedEndpoints()) {
            var present = now.get(ObjectKey.of(ResourceTypes.ENDPOINTS, key.namespace(), key.name()));
            apply(EndpointPlanner.plan(service, endpoints(service, now), present, slices(key, now)));
        }
        return Outcome.DONE;
    }

    private static List<PodEndpoint> endpoints(Service service, Snapshot now) {
        var endpoints = new ArrayList<PodEndpoint>();
        for (var pod : now.list(Selection.in(ResourceTypes.POD, service.object().namespace()))) {
            PodEndpoint.of(service, pod).ifPresent(endpoints::add);
        }
        return endpoints;
    }

    private void apply(EndpointPlan plan) {
        plan.create().forEach(object -> registry.create(object, false));
        plan.replace().forEach(this::replace);
        plan.remove().forEach(this::remove);
    }

    /** What others have added to the object's metadata stays. */
    private void replace(KubeObject wanted) {
        registry.change(
                wanted.key(),
                Part.WHOLE,
                present -> present.withLabels(wanted.labels())
                        .with("subsets", wanted.json().get("subsets"))
                        .with("endpoints", wanted.json().get("endpoints"))
                        .with("ports", wanted.json().get("ports")),
                false);
    }

    private void removeAll(ObjectKey service, Snapshot now) {
        slices(service, now).forEach(slice -> remove(slice.key()));
        now.get(ObjectKey.of(ResourceTypes.ENDPOINTS, service.namespace(), service.name()))
                .ifPresent(endpoints -> remove(endpoints.key()));
    }

    private void remove(ObjectKey key) {
        try {
            registry.delete(key, DeleteOptions.DEFAULT);
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }

    private static List<KubeObject> slices(ObjectKey service, Snapshot now) {
        return now.list(Selection.in(ResourceTypes.ENDPOINT_SLICE, service.namespace())).stream()
                .filter(slice -> isOurs(slice) && service.name().equals(slice.label(Labels.SERVICE_NAME)))
                .toList();
    }

    /** Whether a slice is kept by this reconciler, and not by a person. */
    public static boolean isOurs(KubeObject slice) {
        return Labels.US.equals(slice.label(Labels.MANAGED_BY));
    }
}
