package io.kubia.controller.bench;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.loop.Outcome;
import io.kubia.controller.loop.Reconciler;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Condition;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.Pod;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node whose pods run and are Ready as soon as they are put onto it, and are gone as soon as they shall stop. As with a
 * real one, no pod waits for another one's write.
 */
final class SimulatedNode implements Reconciler {
    private static final Logger log = LoggerFactory.getLogger(SimulatedNode.class);
    private static final int BLOCK = 250;

    private final Registry registry;
    private final AtomicInteger addresses = new AtomicInteger();

    SimulatedNode(Registry registry) {
        this.registry = registry;
    }

    @Override
    public String name() {
        return "simulated-node";
    }

    @Override
    public List<ResourceType> watches() {
        return List.of(ResourceTypes.POD);
    }

    @Override
    public void affected(Change change, Snapshot now, Consumer<ObjectKey> keys) {
        if (!(change instanceof Change.Deleted)) {
            var pod = Pod.of(change.object());
            if (pod.node() != null && (pod.isTerminating() || !pod.isReady())) {
                keys.accept(change.object().key());
            }
        }
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        Thread.startVirtualThread(() -> {
            try {
                registry.now().get(key).ifPresent(this::act);
            } catch (ApiException e) {
                // A change is heard of twice when two come at once, and then the pod may be gone.
                log.debug("{}: {}", key, e.getMessage());
            }
        });
        return Outcome.DONE;
    }

    private void act(KubeObject object) {
        var pod = Pod.of(object);
        if (pod.isTerminating()) {
            registry.delete(
                    object.key(), DeleteOptions.DEFAULT.onlyUid(object.uid()).withGrace(0));
        } else if (!pod.isReady()) {
            var address = nextAddress();
            registry.change(
                    object.key(),
                    Part.STATUS,
                    present -> isToRun(present, object.uid())
                            ? present.withStatus(status -> running(status, address))
                            : present,
                    false);
        }
    }

    private static boolean isToRun(KubeObject present, String uid) {
        return present.uid().equals(uid) && !Pod.of(present).isReady();
    }

    private String nextAddress() {
        int next = addresses.incrementAndGet() % (BLOCK * BLOCK * BLOCK);
        return "127." + next / (BLOCK * BLOCK) + "." + next / BLOCK % BLOCK + "." + (1 + next % BLOCK);
    }

    private static JsonObject running(JsonObject status, String address) {
        var ready = new Condition("Ready", "True", Instant.now(), null, null);
        JsonArray conditions = ready.putInto(status.array("conditions"));
        return status.with("phase", "Running")
                .with("podIP", address)
                .with("podIPs", JsonArray.of(JsonObject.of("ip", Json.of(address))))
                .with("conditions", conditions);
    }
}
