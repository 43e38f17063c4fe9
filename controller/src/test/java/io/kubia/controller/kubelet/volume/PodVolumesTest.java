package io.kubia.controller.kubelet.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.kubelet.env.PodFacts;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.runtime.VolumeSource;
import io.kubia.controller.store.MemoryObjectStore;
import io.kubia.controller.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodVolumesTest {
    private final MemoryObjectStore store = new MemoryObjectStore();

    @BeforeEach
    void fill() {
        put(ResourceTypes.CONFIG_MAP, "{metadata: {name: cm, namespace: default}, data: {a: one, b: two}}");
        put(ResourceTypes.SECRET, "{metadata: {name: s, namespace: default}, data: {key: c2VjcmV0}}");
        claim("hand", "pv-hand", "hostPath: {path: /tmp/pv-a}");
        claim("local", "pv-local", "local: {path: /mnt/x}");
        claim("gce", "pv-gce", "gcePersistentDisk: {pdName: pv-a}");
        put(
                ResourceTypes.PERSISTENT_VOLUME_CLAIM,
                "{metadata: {name: open, namespace: default}, spec: {}, status: {phase: Pending}}");
    }

    private void claim(String name, String volume, String source) {
        put(
                ResourceTypes.PERSISTENT_VOLUME_CLAIM,
                "{metadata: {name: " + name + ", namespace: default}, spec: {volumeName: " + volume
                        + "}, status: {phase: Bound}}");
        put(
                ResourceTypes.PERSISTENT_VOLUME,
                "{metadata: {name: " + volume + "}, spec: {capacity: {storage: 1Mi}, " + source + "}}");
    }

    private void put(ResourceType type, String yaml) {
        store.write(new Write.Create(KubeObject.of(type, yaml(yaml)))).join();
    }

    private static JsonObject yaml(String text) {
        try {
            return YamlText.parseAll(text).getFirst().asObject();
        } catch (JsonException e) {
            throw new AssertionError(e);
        }
    }

    private PodVolumes volumes(String volume) throws MountException {
        var pod = KubeObject.of(
                ResourceTypes.POD,
                yaml(
                        "{metadata: {name: p, namespace: default, uid: u, labels: {app: kubia}}, spec: {volumes: [{name: v, "
                                + volume + "}]}}"));
        return PodVolumes.of(
                store.now(), new PodFacts(pod, "127.244.0.1", "h", new PodFacts.NodeResources(1000, 1000)));
    }

    private static Map<String, String> texts(PodVolumes volumes) {
        var texts = new TreeMap<String, String>();
        if (volumes.sources().get("v") instanceof VolumeSource.Files files) {
            files.files().forEach((path, bytes) -> texts.put(path, new String(bytes, StandardCharsets.UTF_8)));
        }
        return texts;
    }

    @Test
    void claimsAreWhereTheirVolumeIs() throws MountException {
        assertThat(volumes("persistentVolumeClaim: {claimName: hand}").sources())
                .containsEntry("v", new VolumeSource.Claim("default", "hand", "pv-hand", "/tmp/pv-a"));
        assertThat(volumes("persistentVolumeClaim: {claimName: local}").sources())
                .containsEntry("v", new VolumeSource.Claim("default", "local", "pv-local", "/mnt/x"));
        var gce = volumes("persistentVolumeClaim: {claimName: gce}");
        assertThat(gce.sources()).containsEntry("v", new VolumeSource.Claim("default", "gce", "pv-gce", ""));
        assertThat(gce.disks())
                .containsEntry(
                        "v",
                        "Volume \"pv-gce\" is a gcePersistentDisk in the cloud; here a directory of this node stands for it");
    }

    @Test
    void filesOfOneSource() throws MountException {
        assertThat(texts(volumes("configMap: {name: cm}")))
                .containsExactly(Map.entry("a", "one"), Map.entry("b", "two"));
        assertThat(texts(volumes("configMap: {name: cm, items: [{key: a, path: x/y}]}")))
                .containsExactly(Map.entry("x/y", "one"));
        assertThat(texts(volumes("secret: {secretName: s}"))).containsExactly(Map.entry("key", "secret"));
        assertThat(texts(volumes("configMap: {name: none, optional: true}"))).isEmpty();
        assertThat(texts(volumes("downwardAPI: {items: [{path: l, fieldRef: {fieldPath: metadata.labels}}]}")))
                .containsExactly(Map.entry("l", "app=\"kubia\""));
    }

    @Test
    void filesOfSeveralSourcesWithoutTokens() throws MountException {
        assertThat(texts(volumes("projected: {sources: [{serviceAccountToken: {path: token}}, {configMap: {name: cm, "
                        + "items: [{key: a, path: a.txt}]}}, {secret: {name: s}}, "
                        + "{downwardAPI: {items: [{path: ns, fieldRef: {fieldPath: metadata.namespace}}]}}]}")))
                .containsExactly(Map.entry("a.txt", "one"), Map.entry("key", "secret"), Map.entry("ns", "default"));
    }

    @Test
    void modes() throws MountException {
        var volumes = volumes(
                "configMap: {name: cm, defaultMode: 256, items: [{key: a, path: a, mode: 511}, {key: b, path: b}]}");
        assertThat(volumes.sources()).hasEntrySatisfying("v", source -> {
            assertThat(source).isInstanceOf(VolumeSource.Files.class);
            if (source instanceof VolumeSource.Files files) {
                assertThat(files.mode()).isEqualTo(0400);
                assertThat(files.modes()).containsExactly(Map.entry("a", 0777));
            }
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "configMap: {name: none} | MountVolume.SetUp failed for volume \"v\" : configmap \"none\" not found",
                "secret: {secretName: none} | MountVolume.SetUp failed for volume \"v\" : secret \"none\" not found",
                "configMap: {name: cm, items: [{key: c, path: c}]} | MountVolume.SetUp failed for volume \"v\" : references non-existent config key: c",
                "persistentVolumeClaim: {claimName: none} | Unable to attach or mount volumes: unmounted volumes=[v]: persistentvolumeclaim \"none\" not found",
                "persistentVolumeClaim: {claimName: open} | Unable to attach or mount volumes: unmounted volumes=[v]: error processing PVC default/open: PVC is not bound",
            })
    void whatIsMissingIsSaidInKubernetesWords(String volume, String message) {
        assertThatThrownBy(() -> volumes(volume)).hasMessage(message);
    }

    @Test
    void mounts() throws MountException {
        var volumes = volumes("persistentVolumeClaim: {claimName: hand, readOnly: true}");
        var mounts = volumes.mounts(
                yaml("{volumeMounts: [{name: v, mountPath: /a, subPathExpr: '$(POD)/x'}]}"), Map.of("POD", "p-0"));
        assertThat(mounts).singleElement().satisfies(mount -> {
            assertThat(mount.path()).isEqualTo("/a");
            assertThat(mount.subPath()).isEqualTo("p-0/x");
            assertThat(mount.readOnly()).isTrue();
        });
        assertThatThrownBy(() -> volumes.mounts(yaml("{volumeMounts: [{name: w, mountPath: /a}]}"), Map.of()))
                .hasMessage("volumeMounts: w (expected: the name of a volume of the pod)");
    }
}
