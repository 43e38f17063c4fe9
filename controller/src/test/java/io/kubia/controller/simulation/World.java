package io.kubia.controller.simulation;

import io.kubia.controller.endpoint.EndpointReconciler;
import io.kubia.controller.garbage.GarbageReconciler;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.loop.Driver;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.statefulset.SetReconcilers;
import io.kubia.controller.store.MemoryObjectStore;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.StoreLimits;
import io.kubia.controller.store.Write;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All that there is in one simulation, but for chance. */
final class World {
    static final ObjectKey SET = ObjectKey.of(ResourceTypes.STATEFUL_SET, "default", "kubia");

    private static final JsonObject SERVICE =
            SetManifest.yaml("{clusterIP: None, selector: {app: kubia}, ports: [{name: http, port: 80}]}");

    final VirtualClock clock = new VirtualClock();
    final RecordedEvents events = new RecordedEvents();
    final MemoryObjectStore store;
    final Registry registry;
    final Nodes nodes;
    final Protection protection;
    final Watchdog watchdog;

    /** Pods that a user removed by force: what runs for them may live on, and nobody is to blame. */
    final Set<String> forced = new HashSet<>();

    final Set<String> lostNodes = new HashSet<>();

    private final SetReconcilers reconcilers;
    private final List<String> trace = new ArrayList<>();
    private final boolean isTraced;
    private Driver driver;
    private int uids;
    private int writesUntilCrash;
    private boolean crashesAfterWrite;

    World(SetReconcilers reconcilers, boolean isTraced) {
        this.reconcilers = reconcilers;
        this.isTraced = isTraced;
        store = new MemoryObjectStore(StoreLimits.DEFAULT, new MemoryObjectStore.Faults() {
            @Override
            public void before(Write write) {
                if (!crashesAfterWrite) {
                    countDown();
                }
            }

            @Override
            public void after(Write write) {
                if (crashesAfterWrite) {
                    countDown();
                }
            }
        });
        registry = new Registry(store, clock, this::nextUid);
        nodes = new Nodes(registry, clock);
        protection = new Protection(registry);
        watchdog = new Watchdog(this);
        registry.create(KubeObject.named(ResourceTypes.NAMESPACE, "", "default"), false);
        registry.create(
                KubeObject.named(ResourceTypes.SERVICE, "default", "kubia").withSpec(SERVICE), false);
        driver = newDriver();
    }

    private String nextUid() {
        uids++;
        return "uid-" + uids;
    }

    private Driver newDriver() {
        return new Driver(
                store,
                clock,
                List.of(
                        reconcilers.make(registry, events, clock),
                        new EndpointReconciler(registry),
                        new GarbageReconciler(registry)));
    }

    boolean isTraced() {
        return isTraced;
    }

    Driver driver() {
        return driver;
    }

    /** Lets the control plane die at one of the next writes: before it, or once it is done. */
    void crashSoon(int writes, boolean afterIt) {
        writesUntilCrash = writes;
        crashesAfterWrite = afterIt;
    }

    void doNotCrash() {
        writesUntilCrash = 0;
    }

    private void countDown() {
        if (writesUntilCrash > 0) {
            writesUntilCrash--;
            if (writesUntilCrash == 0) {
                throw new Crash();
            }
        }
    }

    /** All that the control plane had in memory is gone; it begins anew. */
    void restart() {
        tell("control plane", "crashes and begins anew");
        driver.close();
        driver = newDriver();
    }

    Optional<KubeObject> set() {
        return registry.now().get(SET);
    }

    List<KubeObject> all(ResourceType type) {
        return registry.now().list(Selection.in(type, "default"));
    }

    Optional<KubeObject> find(ResourceType type, String name) {
        return registry.now().get(ObjectKey.of(type, "default", name));
    }

    /** Writes down what somebody does, when anybody is going to read it. */
    void tell(String who, String what) {
        if (isTraced) {
            trace.add(String.format("%6d s  %-13s %s", clock.secondsPassed(), who, what));
        }
    }

    String trace() {
        return String.join("\n", trace);
    }
}
