package io.kubia.controller.volume;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.loop.Driver;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.simulation.RecordedEvents;
import io.kubia.controller.simulation.VirtualClock;
import io.kubia.controller.store.MemoryObjectStore;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.StoreLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A store, a registry, the reconciler and whoever else writes; all on one thread. */
final class VolumeWorld {
    final VirtualClock clock = new VirtualClock();
    final RecordedEvents events = new RecordedEvents();
    final RememberedContents contents = new RememberedContents();
    final MemoryObjectStore store;
    final Registry registry;
    private Driver driver;

    VolumeWorld() {
        this(MemoryObjectStore.Faults.NONE);
    }

    VolumeWorld(MemoryObjectStore.Faults faults) {
        var ids = new AtomicInteger();
        store = new MemoryObjectStore(StoreLimits.DEFAULT, faults);
        registry = new Registry(store, clock, () -> "uid-" + ids.incrementAndGet());
        registry.createInitialNamespaces();
        driver = start();
    }

    private Driver start() {
        return new Driver(store, clock, List.of(new VolumeReconciler(registry, events, contents)));
    }

    /** Another one takes over, which knows nothing. */
    void restart() {
        driver.close();
        driver = start();
    }

    Driver.Seat seat() {
        return driver.seats().getFirst();
    }

    VolumeWorld settle() {
        driver.settle();
        return this;
    }

    VolumeWorld waitSeconds(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        return settle();
    }

    VolumeWorld withStandardClass() {
        Provisioner.createStandardClass(registry);
        return settle();
    }

    // Whoever else writes

    /** Objects as manifests say them, in the namespace default. */
    VolumeWorld apply(String yaml) {
        add(yaml);
        return settle();
    }

    void add(String yaml) {
        try {
            for (var document : YamlText.parseAll(yaml)) {
                var json = document.asObject();
                var type = ResourceTypes.ofKind(json.text("apiVersion", ""), json.text("kind", ""))
                        .orElseThrow();
                var object = KubeObject.of(type, json);
                registry.create(
                        type.namespaced() ? object.withMetadata("namespace", Json.of("default")) : object, false);
            }
        } catch (JsonException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    VolumeWorld deleteClaim(String name) {
        registry.delete(Claim.key("default", name), DeleteOptions.DEFAULT);
        return settle();
    }

    VolumeWorld deleteVolume(String name) {
        registry.delete(Volume.key(name), DeleteOptions.DEFAULT);
        return settle();
    }

    /** A pod that names a claim, on no node yet. */
    VolumeWorld pod(String name, String claim) {
        return apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  containers: [{name: main, image: a}]
                  volumes: [{name: data, persistentVolumeClaim: {claimName: %s}}]
                """.formatted(name, claim));
    }

    VolumeWorld podOnNode(String name, String claim) {
        pod(name, claim);
        registry.bind(podKey(name), "node-a", false);
        return settle();
    }

    VolumeWorld deletePod(String name) {
        registry.delete(podKey(name), DeleteOptions.DEFAULT.withGrace(0));
        return settle();
    }

    VolumeWorld change(ObjectKey key, UnaryOperator<KubeObject> change) {
        registry.change(key, Part.WHOLE, change, false);
        return settle();
    }

    static ObjectKey podKey(String name) {
        return ObjectKey.of(ResourceTypes.POD, "default", name);
    }

    /** A volume made by hand, without a class and with a host path. */
    static String volume(String name, String size, String more) {
        return """
                apiVersion: v1
                kind: PersistentVolume
                metadata: {name: %s, labels: {disk: %s}}
                spec: {capacity: {storage: %s}, accessModes: [ReadWriteOnce], hostPath: {path: /tmp/%s}%s}
                """.formatted(name, name, size, name, more.isEmpty() ? "" : ", " + more);
    }

    static String claim(String name, String size, String more) {
        return """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: %s}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: %s}}%s}
                """.formatted(name, size, more.isEmpty() ? "" : ", " + more);
    }

    static String storageClass(String name, String provisioner, String more) {
        return """
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata: {name: %s}
                provisioner: %s
                %s
                """.formatted(name, provisioner, more);
    }

    // What is there

    KubeObject claim(String name) {
        return registry.get(Claim.key("default", name));
    }

    KubeObject volume(String name) {
        return registry.get(Volume.key(name));
    }

    List<Claim> claims() {
        return registry.now().list(Selection.all(ResourceTypes.PERSISTENT_VOLUME_CLAIM)).stream()
                .map(Claim::of)
                .toList();
    }

    List<Volume> volumes() {
        return registry.now().list(Selection.all(ResourceTypes.PERSISTENT_VOLUME)).stream()
                .map(Volume::of)
                .toList();
    }

    /** {@code data Bound pv-a 1Mi}: name, phase, volume and capacity of each claim. */
    List<String> showClaims() {
        return claims().stream()
                .map(claim -> String.join(
                                " ",
                                claim.object().name(),
                                claim.phase(),
                                claim.volumeName(),
                                claim.object().status().object("capacity").text("storage", ""))
                        .strip())
                .toList();
    }

    /** {@code pv-a Bound data}: name, phase and claim of each volume. */
    List<String> showVolumes() {
        return volumes().stream()
                .map(volume -> (volume.name() + " " + volume.phase() + " "
                                + volume.claim().map(ClaimReference::name).orElse(""))
                        .strip())
                .toList();
    }

    static JsonArray texts(String... texts) {
        return JsonArray.ofTexts(List.of(texts));
    }
}
