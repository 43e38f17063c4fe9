package io.kubia.controller.volume;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.Quantity;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.store.Change;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;

/**
 * Finds what concerns a claim or a volume without looking at all of them. It says where to look, not what is so: it follows
 * the store's changes, and may be behind the snapshot that is decided by.
 *
 * <p>Implementation note. The store's threads write, one at a time for each kind of object; the loop's thread reads at any
 * time. Each map is changed one key at a time, atomically, and each set can be gone through while it changes. What it has
 * not heard of yet brings the keys that it concerns once it is heard of.
 */
final class VolumeIndex {
    /** A volume that is nobody's. */
    private record Free(Quantity capacity, String name) {}

    /** A claim that takes any volume. */
    private record Waiting(Instant since, ObjectKey key) {}

    private static final Comparator<Free> BY_SIZE =
            Comparator.comparing(Free::capacity).thenComparing(Free::name);
    private static final Comparator<Waiting> BY_AGE =
            Comparator.comparing(Waiting::since).thenComparing(Waiting::key);

    private final Map<String, NavigableSet<Free>> freeByClass = new ConcurrentHashMap<>();
    private final Map<ObjectKey, Set<String>> volumesByClaim = new ConcurrentHashMap<>();
    private final Map<String, NavigableSet<Waiting>> waitingByClass = new ConcurrentHashMap<>();
    private final Map<String, Set<ObjectKey>> claimsByVolume = new ConcurrentHashMap<>();
    private final Map<ObjectKey, Set<ObjectKey>> podsByClaim = new ConcurrentHashMap<>();

    void follow(Change change) {
        switch (change) {
            case Change.Added(var object) -> add(object);
            case Change.Modified(var before, var object) -> {
                // Pods never change which claims they name.
                if (!object.type().equals(ResourceTypes.POD)) {
                    remove(before);
                    add(object);
                }
            }
            case Change.Deleted(var object) -> remove(object);
        }
    }

    private void add(KubeObject object) {
        if (object.type().equals(ResourceTypes.PERSISTENT_VOLUME)) {
            var volume = Volume.of(object);
            volume.claim().ifPresent(claim -> put(volumesByClaim, claim.key(), volume.name()));
            if (volume.isFree()) {
                freeByClass
                        .computeIfAbsent(volume.storageClass(), name -> new ConcurrentSkipListSet<>(BY_SIZE))
                        .add(new Free(volume.capacity(), volume.name()));
            }
        } else if (object.type().equals(ResourceTypes.PERSISTENT_VOLUME_CLAIM)) {
            var claim = Claim.of(object);
            if (!claim.volumeName().isEmpty()) {
                put(claimsByVolume, claim.volumeName(), claim.key());
            }
            if (claim.isWaiting()) {
                waitingByClass
                        .computeIfAbsent(claim.effectiveClass(), name -> new ConcurrentSkipListSet<>(BY_AGE))
                        .add(new Waiting(object.creationTimestamp(), claim.key()));
            }
        } else if (object.type().equals(ResourceTypes.POD)) {
            claimsOf(object, claim -> put(podsByClaim, claim, object.key()));
        }
    }

    private void remove(KubeObject object) {
        if (object.type().equals(ResourceTypes.PERSISTENT_VOLUME)) {
            var volume = Volume.of(object);
            volume.claim().ifPresent(claim -> take(volumesByClaim, claim.key(), volume.name()));
            var free = freeByClass.get(volume.storageClass());
            if (free != null) {
                free.remove(new Free(volume.capacity(), volume.name()));
            }
        } else if (object.type().equals(ResourceTypes.PERSISTENT_VOLUME_CLAIM)) {
            var claim = Claim.of(object);
            take(claimsByVolume, claim.volumeName(), claim.key());
            var waiting = waitingByClass.get(claim.effectiveClass());
            if (waiting != null) {
                waiting.remove(new Waiting(object.creationTimestamp(), claim.key()));
            }
        } else if (object.type().equals(ResourceTypes.POD)) {
            claimsOf(object, claim -> take(podsByClaim, claim, object.key()));
        }
    }

    /** The claims that a pod names, those included that are made for it alone. */
    static void claimsOf(KubeObject pod, Consumer<ObjectKey> claims) {
        for (var volume : pod.spec().array("volumes").objects()) {
            var name = claimName(pod, volume);
            if (!name.isEmpty()) {
                claims.accept(Claim.key(pod.namespace(), name));
            }
        }
    }

    private static String claimName(KubeObject pod, JsonObject volume) {
        return volume.has("ephemeral")
                ? pod.name() + "-" + volume.text("name", "")
                : volume.object("persistentVolumeClaim").text("claimName", "");
    }

    /** Volumes of a class that were nobody's, and are as large as a claim wants; the smallest first. */
    Iterable<String> freeVolumes(String storageClass, Quantity atLeast) {
        var free = freeByClass.get(storageClass);
        if (free == null) {
            return List.of();
        }
        var enough = free.tailSet(new Free(atLeast, ""));
        return () -> enough.stream().map(Free::name).iterator();
    }

    /** Claims of a class that took any volume; the oldest first. */
    Iterable<ObjectKey> waitingClaims(String storageClass) {
        var waiting = waitingByClass.get(storageClass);
        return waiting == null
                ? List.of()
                : () -> waiting.stream().map(Waiting::key).iterator();
    }

    /** Volumes that refer to a claim of this name. */
    Set<String> volumesOf(ObjectKey claim) {
        return volumesByClaim.getOrDefault(claim, Set.of());
    }

    /** Claims that name a volume. */
    Set<ObjectKey> claimsOf(String volume) {
        return claimsByVolume.getOrDefault(volume, Set.of());
    }

    /** Pods that name a claim. */
    Set<ObjectKey> podsOf(ObjectKey claim) {
        return podsByClaim.getOrDefault(claim, Set.of());
    }

    private static <K, V> void put(Map<K, Set<V>> sets, K key, V value) {
        sets.compute(key, (ignored, known) -> {
            var set = known == null ? ConcurrentHashMap.<V>newKeySet() : known;
            set.add(value);
            return set;
        });
    }

    private static <K, V> void take(Map<K, Set<V>> sets, K key, V value) {
        sets.computeIfPresent(key, (ignored, set) -> {
            set.remove(value);
            return set.isEmpty() ? null : set;
        });
    }
}
