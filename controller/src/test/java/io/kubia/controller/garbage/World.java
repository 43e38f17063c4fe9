package io.kubia.controller.garbage;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.loop.Driver;
import io.kubia.controller.loop.Outcome;
import io.kubia.controller.loop.Reconciler;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.OwnerReference;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.DeleteOptions.Propagation;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.simulation.VirtualClock;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.MemoryObjectStore;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.Snapshot;
import io.kubia.controller.store.StoreLimits;
import io.kubia.controller.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A store, a registry, the reconcilers of this package, and someone who ends pods and claims, all on one thread. May
 * be made to crash at a write: then all but the store is made anew.
 */
final class World implements AutoCloseable {
    static final String NAMESPACE = "default";

    final VirtualClock clock = new VirtualClock();
    final MemoryObjectStore store = new MemoryObjectStore(StoreLimits.DEFAULT, new Crashes());
    private final EventReconciler.Limits events;
    Registry registry;
    private Driver driver;
    private int ids;
    private int writes;
    private int crashAt;
    private boolean isCrashBefore;

    World() {
        this(EventReconciler.Limits.DEFAULT);
    }

    World(EventReconciler.Limits events) {
        this.events = events;
        registry = newRegistry();
        registry.createInitialNamespaces();
        driver = newDriver();
    }

    /** Thrown at whoever writes: all of it is dead. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final class Crashes implements MemoryObjectStore.Faults {
        @Override
        public void before(Write write) {
            writes++;
            if (writes == crashAt && isCrashBefore) {
                throw new Crash();
            }
        }

        @Override
        public void after(Write write) {
            if (writes == crashAt && !isCrashBefore) {
                throw new Crash();
            }
        }
    }

    /** What kubelet and volumes do: pods that are being deleted end, and claims let go of themselves. */
    private final class Others implements Reconciler {
        @Override
        public String name() {
            return "others";
        }

        @Override
        public List<ResourceType> watches() {
            return List.of(ResourceTypes.POD, ResourceTypes.PERSISTENT_VOLUME_CLAIM);
        }

        @Override
        public void affected(Change change, Snapshot now, Consumer<ObjectKey> keys) {
            keys.accept(change.key());
        }

        @Override
        public Outcome reconcile(ObjectKey key) {
            registry.now().get(key).filter(KubeObject::isBeingDeleted).ifPresent(this::end);
            return Outcome.DONE;
        }

        private void end(KubeObject object) {
            if (object.type().equals(ResourceTypes.POD)) {
                if (object.metadata().number("deletionGracePeriodSeconds", 0) > 0) {
                    registry.delete(object.key(), DeleteOptions.DEFAULT.withGrace(0));
                }
            } else {
                registry.change(object.key(), Part.WHOLE, now -> now.withFinalizers(List.of()), false);
            }
        }
    }

    private Registry newRegistry() {
        return new Registry(store, clock, () -> "uid-" + ids++);
    }

    private Driver newDriver() {
        return new Driver(
                store,
                clock,
                List.of(
                        new GarbageReconciler(registry),
                        new NamespaceReconciler(registry, clock),
                        new EventReconciler(registry, clock, events),
                        new Others()));
    }

    /** From now on the n-th write is the last: it is done, or just not. */
    void crashAt(int write, boolean isBefore) {
        writes = 0;
        crashAt = write;
        isCrashBefore = isBefore;
    }

    /** Runs until nothing is left to be done; says whether there was a crash, after which it started again. */
    boolean settle() {
        try {
            driver.settle();
            return false;
        } catch (Crash e) {
            restart();
            driver.settle();
            return true;
        }
    }

    void restart() {
        driver.close();
        crashAt = 0;
        registry = newRegistry();
        driver = newDriver();
    }

    Driver driver() {
        return driver;
    }

    KubeObject create(KubeObject object, KubeObject... owners) {
        return registry.create(
                object.withOwners(List.of(owners).stream()
                        .map(OwnerReference::controlledBy)
                        .toList()),
                false);
    }

    /** One that names its owners without blocking any. */
    KubeObject createLoosely(KubeObject object, KubeObject... owners) {
        var references = new ArrayList<OwnerReference>();
        for (var owner : owners) {
            references.add(new OwnerReference(
                    owner.type().apiVersion(), owner.type().kind(), owner.name(), owner.uid(), false, false));
        }
        return registry.create(object.withOwners(references), false);
    }

    void delete(KubeObject object, Propagation propagation) {
        registry.delete(
                object.key(),
                new DeleteOptions(
                        OptionalLong.empty(),
                        Optional.of(propagation),
                        Optional.of(object.uid()),
                        OptionalLong.empty(),
                        false));
    }

    boolean has(KubeObject object) {
        return registry.now()
                .get(object.key())
                .filter(found -> found.uid().equals(object.uid()))
                .isPresent();
    }

    KubeObject get(KubeObject object) {
        return registry.get(object.key());
    }

    List<KubeObject> contents(String namespace) {
        var contents = new ArrayList<KubeObject>();
        for (var type : ResourceTypes.ALL) {
            if (type.namespaced()) {
                contents.addAll(registry.now().list(Selection.in(type, namespace)));
            }
        }
        return contents;
    }

    static KubeObject map(String name) {
        return map(NAMESPACE, name);
    }

    static KubeObject map(String namespace, String name) {
        return KubeObject.named(ResourceTypes.CONFIG_MAP, namespace, name);
    }

    /** One that runs, and so takes its time to stop. */
    static KubeObject pod(String namespace, String name) {
        var container =
                JsonObject.builder().put("name", "main").put("image", "a").build();
        return KubeObject.named(ResourceTypes.POD, namespace, name)
                .withSpec(JsonObject.builder()
                        .put("nodeName", "node")
                        .put("containers", new JsonArray(List.<Json>of(container)))
                        .build());
    }

    static KubeObject of(ResourceType type, String namespace, String name, String yaml) {
        try {
            var json = yaml.isEmpty()
                    ? JsonObject.EMPTY
                    : YamlText.parseAll(yaml).getFirst().asObject();
            var metadata = KubeObject.named(type, namespace, name).metadata();
            return KubeObject.of(type, json.with("metadata", metadata));
        } catch (JsonException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        driver.close();
        store.close();
    }
}
