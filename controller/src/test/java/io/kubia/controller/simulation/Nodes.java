package io.kubia.controller.simulation;

import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.Condition;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.Pod;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.Selection;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Stands in for scheduler, kubelets and runtimes: binds pods, runs processes for them and says in their status how they
 * are. Does one small thing for each call; who owns it says which and when. Processes live on when everything else crashes.
 */
public final class Nodes {
    private final Registry registry;
    private final InstantSource clock;
    private final Map<String, Holder> holders = new LinkedHashMap<>();
    private int addresses;

    public Nodes(Registry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * What runs for a pod, and holds its name and its volumes.
     *
     * @param uid of the pod
     */
    public record Holder(String uid, String name, String node, Set<String> claims) {
        public Holder {
            claims = Set.copyOf(claims);
        }
    }

    /** Everything that runs. */
    public List<Holder> running() {
        return List.copyOf(holders.values());
    }

    public boolean runs(Pod pod) {
        return holders.containsKey(pod.object().uid());
    }

    public List<Pod> pods() {
        return registry.now().list(Selection.all(ResourceTypes.POD)).stream()
                .map(Pod::of)
                .toList();
    }

    /** Decides where a pod runs. */
    public void bind(Pod pod, String node) {
        registry.bind(pod.object().key(), node, false);
    }

    public boolean isBound(Pod pod) {
        return pod.node() != null;
    }

    /** Whether every claim that a pod mounts is there. */
    public boolean hasClaims(Pod pod) {
        return claims(pod.object()).stream()
                .allMatch(name -> registry.now()
                        .get(ObjectKey.of(
                                ResourceTypes.PERSISTENT_VOLUME_CLAIM,
                                pod.object().namespace(),
                                name))
                        .filter(claim -> !claim.isBeingDeleted())
                        .isPresent());
    }

    static Set<String> claims(KubeObject pod) {
        var claims = new HashSet<String>();
        for (var volume : pod.spec().array("volumes").objects()) {
            var name = volume.object("persistentVolumeClaim").text("claimName");
            if (name != null) {
                claims.add(name);
            }
        }
        return claims;
    }

    /** Starts the process of a pod. */
    public void start(Pod pod) {
        var object = pod.object();
        var node = pod.node();
        holders.put(object.uid(), new Holder(object.uid(), object.name(), node == null ? "" : node, claims(object)));
        addresses++;
        var address = "127.244." + addresses / 250 + "." + (1 + addresses % 250);
        status(pod, status -> ready(status.with("phase", "Running").with("podIP", address), false));
    }

    /** Says whether a pod is ready. */
    public void setReady(Pod pod, boolean isReady) {
        status(pod, status -> ready(status, isReady));
    }

    /** The process ends by itself, for good. */
    public void end(Pod pod, boolean hasFailed) {
        holders.remove(pod.object().uid());
        status(pod, status -> ready(status.with("phase", hasFailed ? "Failed" : "Succeeded"), false));
    }

    /** The process is gone. */
    public void kill(String uid) {
        holders.remove(uid);
    }

    /** Says that a pod which was to stop has stopped: its name is free. */
    public void confirm(Pod pod) {
        registry.delete(
                pod.object().key(),
                DeleteOptions.DEFAULT.onlyUid(pod.object().uid()).withGrace(0));
    }

    private JsonObject ready(JsonObject status, boolean isReady) {
        var condition = new Condition("Ready", isReady ? "True" : "False", clock.instant(), null, null);
        JsonArray conditions = condition.putInto(status.array("conditions"));
        return status.with("conditions", conditions);
    }

    private void status(Pod pod, UnaryOperator<JsonObject> change) {
        registry.change(
                pod.object().key(),
                Part.STATUS,
                object -> object.uid().equals(pod.object().uid()) ? object.withStatus(change) : object,
                false);
    }
}
