package io.kubia.controller.garbage;

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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Empties namespaces that are being deleted, then lets them go. Its keys are namespaces. */
public final class NamespaceReconciler implements Reconciler {
    private final Registry registry;
    private final InstantSource clock;

    public NamespaceReconciler(Registry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "namespace";
    }

    /** Everything: what is in a namespace keeps it. */
    @Override
    public List<ResourceType> watches() {
        return ResourceTypes.ALL;
    }

    @Override
    public void affected(Change change, Snapshot now, Consumer<ObjectKey> keys) {
        var object = change.object();
        if (object.type().equals(ResourceTypes.NAMESPACE)) {
            if (NamespacePlanner.isToBeEmptied(object) && !(change instanceof Change.Deleted)) {
                keys.accept(object.key());
            }
        } else if (object.type().namespaced() && !(change instanceof Change.Modified)) {
            var namespace = ObjectKey.of(ResourceTypes.NAMESPACE, object.namespace());
            if (now.get(namespace).filter(NamespacePlanner::isToBeEmptied).isPresent()) {
                keys.accept(namespace);
            }
        }
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        var namespace = registry.now().get(key);
        if (namespace.filter(NamespacePlanner::isToBeEmptied).isEmpty()) {
            return Outcome.DONE;
        }
        try {
            empty(namespace.get());
            return Outcome.DONE;
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return Outcome.DONE; // it is gone itself
            }
            throw e;
        }
    }

    private void empty(KubeObject namespace) {
        var failures = new ArrayList<String>();
        @Nullable ApiException last = null;
        for (var object : NamespacePlanner.toDelete(contents(namespace.name()))) {
            try {
                delete(object);
            } catch (ApiException e) {
                failures.add(String.valueOf(e.getMessage()));
                last = e;
            }
        }
        var left = contents(namespace.name());
        if (left.isEmpty()) {
            registry.change(namespace.key(), Part.FINALIZERS, NamespacePlanner::released, false);
        } else {
            registry.change(
                    namespace.key(),
                    Part.STATUS,
                    now -> now.withStatus(NamespacePlanner.status(now, left, failures, clock.instant())),
                    false);
        }
        if (last != null) {
            throw last;
        }
    }

    /** Pods take the time that they say they need; what is gone in the meantime is as it should be. */
    private void delete(KubeObject object) {
        try {
            registry.delete(object.key(), DeleteOptions.DEFAULT.onlyUid(object.uid()));
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }

    private List<KubeObject> contents(String namespace) {
        var now = registry.now();
        var contents = new ArrayList<KubeObject>();
        for (var type : ResourceTypes.ALL) {
            if (type.namespaced()) {
                contents.addAll(now.list(Selection.in(type, namespace)));
            }
        }
        return contents;
    }
}
