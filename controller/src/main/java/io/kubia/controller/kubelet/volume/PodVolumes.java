package io.kubia.controller.kubelet.volume;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.kubelet.env.Expansion;
import io.kubia.controller.kubelet.env.MissingException;
import io.kubia.controller.kubelet.env.PodFacts;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.runtime.Mount;
import io.kubia.controller.runtime.VolumeSource;
import io.kubia.controller.store.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The volumes of a pod.
 *
 * @param sources by the volume's name
 * @param readOnly names of those that no container may write
 * @param disks sentences about disks of a cloud that directories stand for, by the volume's name
 */
public record PodVolumes(Map<String, VolumeSource> sources, List<String> readOnly, Map<String, String> disks) {
    /** Sources of a PersistentVolume that are places on the node. */
    private static final List<String> PATHS = List.of("hostPath", "local");

    /** Fields of a PersistentVolume's spec that are no source. */
    private static final List<String> NO_SOURCES = List.of(
            "capacity",
            "accessModes",
            "claimRef",
            "persistentVolumeReclaimPolicy",
            "storageClassName",
            "volumeMode",
            "mountOptions",
            "nodeAffinity",
            "volumeAttributesClassName");

    public PodVolumes {
        sources = new LinkedHashMap<>(sources);
        readOnly = List.copyOf(readOnly);
        disks = new LinkedHashMap<>(disks);
    }

    /**
     * What the volumes of a pod are made of now.
     *
     * @throws MountException one of them cannot be had
     */
    public static PodVolumes of(Snapshot now, PodFacts facts) throws MountException {
        var volumes = new PodVolumes(Map.of(), List.of(), Map.of());
        var readOnly = new ArrayList<String>();
        for (var volume : facts.pod().spec().array("volumes").objects()) {
            var name = volume.text("name", "");
            volumes.sources.put(name, source(now, facts, volume, volumes.disks));
            if (volume.object("persistentVolumeClaim").isTrue("readOnly")) {
                readOnly.add(name);
            }
        }
        return new PodVolumes(volumes.sources, readOnly, volumes.disks);
    }

    private static VolumeSource source(Snapshot now, PodFacts facts, JsonObject volume, Map<String, String> disks)
            throws MountException {
        var name = volume.text("name", "");
        var pod = facts.pod();
        if (volume.has("persistentVolumeClaim")) {
            var claim = volume.object("persistentVolumeClaim").text("claimName", "");
            return claim(now, pod, name, claim, disks);
        }
        if (volume.has("ephemeral")) {
            return claim(now, pod, name, pod.name() + "-" + name, disks);
        }
        if (volume.has("hostPath")) {
            var hostPath = volume.object("hostPath");
            return new VolumeSource.HostPath(hostPath.text("path", ""), hostPath.text("type", ""));
        }
        if (VolumeFiles.isOne(volume)) {
            try {
                return VolumeFiles.of(now, facts, volume);
            } catch (MissingException e) {
                throw new MountException("MountVolume.SetUp failed for volume \"" + name + "\" : " + e.getMessage());
            }
        }
        if (volume.has("emptyDir") || volume.size() == 1) {
            return new VolumeSource.Empty(pod.uid(), name);
        }
        throw new MountException(
                "MountVolume.SetUp failed for volume \"" + name + "\" : no volume plugin matched ("
                        + String.join(", ", volume.without("name").names())
                        + "; this node has persistentVolumeClaim, emptyDir, hostPath, configMap, secret, downwardAPI, projected)");
    }

    private static VolumeSource claim(
            Snapshot now, KubeObject pod, String volume, String claimName, Map<String, String> disks)
            throws MountException {
        var claim = get(now, ResourceTypes.PERSISTENT_VOLUME_CLAIM, pod.namespace(), claimName, volume);
        var volumeName = claim.spec().text("volumeName", "");
        if (volumeName.isEmpty() || !"Bound".equals(claim.status().text("phase"))) {
            throw new MountException("Unable to attach or mount volumes: unmounted volumes=[" + volume
                    + "]: error processing PVC " + pod.namespace() + "/" + claimName + ": PVC is not bound");
        }
        var persistent = get(now, ResourceTypes.PERSISTENT_VOLUME, "", volumeName, volume);
        for (var field : PATHS) {
            if (persistent.spec().has(field)) {
                return new VolumeSource.Claim(
                        pod.namespace(),
                        claimName,
                        volumeName,
                        persistent.spec().object(field).text("path", ""));
            }
        }
        if (persistent.annotation("pv.kubernetes.io/provisioned-by") == null) {
            noteDisk(persistent, volume, disks);
        }
        return new VolumeSource.Claim(pod.namespace(), claimName, volumeName, "");
    }

    private static void noteDisk(KubeObject persistent, String volume, Map<String, String> disks) {
        for (var source : persistent.spec().names()) {
            if (!NO_SOURCES.contains(source)) {
                disks.put(
                        volume,
                        "Volume \"" + persistent.name() + "\" is a " + source
                                + " in the cloud; here a directory of this node stands for it");
            }
        }
    }

    private static KubeObject get(Snapshot now, ResourceType type, String namespace, String name, String volume)
            throws MountException {
        var found = name.isEmpty() ? Optional.<KubeObject>empty() : now.get(new ObjectKey(type, namespace, name));
        return found.orElseThrow(() -> new MountException("Unable to attach or mount volumes: unmounted volumes=["
                + volume + "]: " + type.singular() + " \"" + name + "\" not found"));
    }

    /**
     * Where a container sees them.
     *
     * @param variables its environment, for names in {@code subPathExpr}
     * @throws MountException it names a volume that the pod does not have
     */
    public List<Mount> mounts(JsonObject container, Map<String, String> variables) throws MountException {
        var mounts = new ArrayList<Mount>();
        for (var json : container.array("volumeMounts").objects()) {
            var name = json.text("name", "");
            var source = sources.get(name);
            if (source == null) {
                throw new MountException("volumeMounts: " + name + " (expected: the name of a volume of the pod)");
            }
            var subPath = json.has("subPathExpr")
                    ? Expansion.expand(json.text("subPathExpr", ""), variables)
                    : json.text("subPath");
            mounts.add(new Mount(
                    name,
                    source,
                    json.text("mountPath", ""),
                    subPath,
                    json.isTrue("readOnly") || readOnly.contains(name)));
        }
        return mounts;
    }

    /** Everything that the volumes of a pod are made of, there or not. */
    public static void references(KubeObject pod, Snapshot now, Consumer<ObjectKey> keys) {
        for (var volume : pod.spec().array("volumes").objects()) {
            var claim = volume.has("ephemeral")
                    ? pod.name() + "-" + volume.text("name", "")
                    : volume.object("persistentVolumeClaim").text("claimName", "");
            if (!claim.isEmpty()) {
                var key = ObjectKey.of(ResourceTypes.PERSISTENT_VOLUME_CLAIM, pod.namespace(), claim);
                keys.accept(key);
                now.get(key)
                        .map(found -> found.spec().text("volumeName", ""))
                        .filter(name -> !name.isEmpty())
                        .ifPresent(name -> keys.accept(ObjectKey.of(ResourceTypes.PERSISTENT_VOLUME, name)));
            }
            VolumeFiles.references(pod, volume, keys);
        }
    }
}
