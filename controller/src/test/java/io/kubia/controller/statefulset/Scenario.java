package io.kubia.controller.statefulset;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.loop.Driver;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.Pod;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.simulation.Nodes;
import io.kubia.controller.simulation.RecordedEvents;
import io.kubia.controller.simulation.SetManifest;
import io.kubia.controller.simulation.VirtualClock;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.MemoryObjectStore;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.VersionGoneException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A set named kubia, a node that does what it is told, and a user. After everything that they do the controller does all
 * that it can, so what one looks at is what it waits in.
 */
final class Scenario {
    static final ObjectKey SET = ObjectKey.of(ResourceTypes.STATEFUL_SET, "default", "kubia");

    final VirtualClock clock = new VirtualClock();
    final MemoryObjectStore store = new MemoryObjectStore();
    final RecordedEvents events = new RecordedEvents();
    final Registry registry;
    final Nodes nodes;
    private Driver driver;
    private final List<String> podHistory = new ArrayList<>();

    private Scenario() {
        var ids = new AtomicInteger();
        registry = new Registry(store, clock, () -> "uid-" + ids.incrementAndGet());
        nodes = new Nodes(registry, clock);
        registry.create(KubeObject.named(ResourceTypes.NAMESPACE, "", "default"), false);
        driver = newDriver();
        try {
            store.watch(Selection.all(ResourceTypes.POD), store.now().version(), this::remember);
        } catch (VersionGoneException e) {
            throw new IllegalStateException(e);
        }
    }

    private Driver newDriver() {
        return new Driver(store, clock, List.of(SetReconcilers.SOUND.make(registry, events, clock)));
    }

    /** The controller begins anew, knowing nothing. */
    Scenario passAnew() {
        driver.close();
        driver = newDriver();
        return settle();
    }

    static Scenario empty() {
        return new Scenario();
    }

    static Scenario of(boolean isOrdered, int replicas) {
        return empty().create(SetManifest.kubia(isOrdered, replicas));
    }

    static Scenario of(boolean isOrdered, int replicas, UnaryOperator<JsonObject> spec) {
        return empty().create(SetManifest.kubia(isOrdered, replicas).withSpec(spec));
    }

    private void remember(Change change) {
        switch (change) {
            case Change.Added(var pod) -> podHistory.add("+" + pod.name());
            case Change.Modified ignored -> {}
            case Change.Deleted(var pod) -> podHistory.add("-" + pod.name());
        }
    }

    /** The pods that came and went since the last call: {@code +kubia-0 -kubia-0}. */
    String cameAndWent() {
        var text = String.join(" ", podHistory);
        podHistory.clear();
        return text;
    }

    Scenario settle() {
        driver.settle();
        return this;
    }

    // The user

    Scenario create(KubeObject object) {
        registry.create(object, false);
        return settle();
    }

    Scenario change(ResourceType type, String name, UnaryOperator<KubeObject> change) {
        registry.change(ObjectKey.of(type, "default", name), Part.WHOLE, change, false);
        return settle();
    }

    /** Changes the set's spec, and its generation with it. */
    Scenario spec(UnaryOperator<JsonObject> change) {
        registry.change(SET, Part.WHOLE, set -> set.withSpec(change), false);
        return settle();
    }

    Scenario scale(int replicas) {
        return spec(spec -> spec.with("replicas", replicas));
    }

    Scenario image(String image) {
        return spec(spec -> SetManifest.withImage(spec, image));
    }

    Scenario partition(int partition) {
        return spec(spec -> spec.withChanged(
                "updateStrategy",
                strategy -> strategy.withChanged("rollingUpdate", rolling -> rolling.with("partition", partition))));
    }

    Scenario retention(String whenDeleted, String whenScaled) {
        return spec(spec -> spec.with(
                "persistentVolumeClaimRetentionPolicy",
                JsonObject.ofTexts(Map.of("whenDeleted", whenDeleted, "whenScaled", whenScaled))));
    }

    Scenario deletePod(String name) {
        registry.delete(podKey(name), DeleteOptions.DEFAULT);
        return settle();
    }

    Scenario forceDelete(String name) {
        registry.delete(podKey(name), DeleteOptions.DEFAULT.withGrace(0));
        return settle();
    }

    Scenario delete(ResourceType type, String name) {
        registry.delete(ObjectKey.of(type, "default", name), DeleteOptions.DEFAULT);
        return settle();
    }

    /** A claim is deleted, and whoever protects it in its use has let it go. */
    Scenario claimGone(String name) {
        var key = ObjectKey.of(ResourceTypes.PERSISTENT_VOLUME_CLAIM, "default", name);
        registry.delete(key, DeleteOptions.DEFAULT);
        registry.change(key, Part.WHOLE, claim -> claim.withFinalizers(List.of()), false);
        return settle();
    }

    Scenario waitSeconds(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        return settle();
    }

    // The node

    /** Binds and starts pods. */
    Scenario run(String... names) {
        for (var name : names) {
            if (pod(name).node() == null) {
                nodes.bind(pod(name), "node-a");
            }
            if (!nodes.runs(pod(name))) {
                nodes.start(pod(name));
            }
        }
        return settle();
    }

    /** Binds and starts pods, and says that they are ready. */
    Scenario ready(String... names) {
        run(names);
        for (var name : names) {
            nodes.setReady(pod(name), true);
        }
        return settle();
    }

    Scenario unready(String... names) {
        for (var name : names) {
            nodes.setReady(pod(name), false);
        }
        return settle();
    }

    Scenario ends(String name, boolean hasFailed) {
        nodes.end(pod(name), hasFailed);
        return settle();
    }

    /** Lets a pod that is to stop be gone. */
    Scenario gone(String name) {
        var pod = pod(name);
        nodes.kill(pod.object().uid());
        nodes.confirm(pod);
        return settle();
    }

    /** Lets every pod start and be ready, and those that are to stop be gone, until nothing changes any more. */
    Scenario healthy() {
        while (true) {
            var next = pods().stream()
                    .filter(pod -> pod.isTerminating() || !pod.isReady())
                    .findFirst();
            if (next.isEmpty()) {
                return this;
            }
            var name = next.get().name();
            if (next.get().isTerminating()) {
                gone(name);
            } else {
                ready(name);
            }
        }
    }

    // What is there

    private static ObjectKey podKey(String name) {
        return ObjectKey.of(ResourceTypes.POD, "default", name);
    }

    Pod pod(String name) {
        return Pod.of(registry.get(podKey(name)));
    }

    Optional<KubeObject> find(ResourceType type, String name) {
        return registry.now().get(ObjectKey.of(type, "default", name));
    }

    KubeObject claim(String name) {
        return find(ResourceTypes.PERSISTENT_VOLUME_CLAIM, name).orElseThrow();
    }

    List<KubeObject> all(ResourceType type) {
        return registry.now().list(Selection.in(type, "default"));
    }

    private List<Pod> pods() {
        return all(ResourceTypes.POD).stream()
                .map(Pod::of)
                .sorted(Comparator.comparing(
                        pod -> PodName.parse(pod.name()).map(PodName::ordinal).orElse(0)))
                .toList();
    }

    /** {@code kubia-0 ready a, kubia-1 pending b}: name, state and image. */
    String show() {
        return pods().stream()
                .map(pod -> pod.name() + " " + state(pod) + " " + SetManifest.image(pod.object()))
                .collect(Collectors.joining(", "));
    }

    private static String state(Pod pod) {
        if (pod.isTerminating()) {
            return "stopping";
        }
        return pod.isRunningAndReady() ? "ready" : pod.phase().toLowerCase(Locale.ROOT);
    }

    KubeObject set() {
        return registry.get(SET);
    }

    JsonObject status() {
        return set().status();
    }

    /** {@code replicas 3, ready 2, available 2, current 1, updated 2}. */
    String counters() {
        var status = status();
        return "replicas " + status.number("replicas", 0) + ", ready " + status.number("readyReplicas", 0)
                + ", available " + status.number("availableReplicas", -1) + ", current "
                + status.number("currentReplicas", 0) + ", updated " + status.number("updatedReplicas", 0);
    }

    /** Why nothing happens. */
    String waitingFor() {
        return plan().waitingFor().orElse("");
    }

    Plan plan() {
        var set = StatefulSet.of(set());
        return StatefulSetPlanner.plan(set, Observed.of(set, registry.now()), clock.instant());
    }
}
