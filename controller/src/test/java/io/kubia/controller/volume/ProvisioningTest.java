package io.kubia.controller.volume;

import static io.kubia.controller.volume.VolumeWorld.claim;
import static io.kubia.controller.volume.VolumeWorld.storageClass;
import static io.kubia.controller.volume.VolumeWorld.volume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Volumes that are made for claims. */
class ProvisioningTest {
    private final VolumeWorld world = new VolumeWorld().withStandardClass();

    @Test
    void aClaimThatNamesNoClassGetsAVolumeOfTheStandardOne() {
        world.apply(claim("data", "5Gi", ""));

        var claim = world.claim("data");
        var name = "pvc-" + claim.uid();
        assertThat(world.showClaims()).containsExactly("data Bound " + name + " 5Gi");
        assertThat(world.showVolumes()).containsExactly(name + " Bound data");
        assertThat(claim.spec().text("storageClassName")).isEqualTo("standard");
        assertThat(claim.annotations())
                .containsEntry("volume.kubernetes.io/storage-provisioner", "kubia.dev/directory");
        assertThat(world.events.take())
                .containsExactly("Normal ProvisioningSucceeded Successfully provisioned volume " + name);

        var volume = world.volume(name);
        assertThat(volume.annotations()).containsEntry("pv.kubernetes.io/provisioned-by", "kubia.dev/directory");
        assertThat(volume.spec().without("claimRef"))
                .hasToString("{\"accessModes\":[\"ReadWriteOnce\"],\"capacity\":{\"storage\":\"5Gi\"},"
                        + "\"csi\":{\"driver\":\"directory.kubia.dev\",\"volumeHandle\":\"" + name + "\"},"
                        + "\"persistentVolumeReclaimPolicy\":\"Delete\",\"storageClassName\":\"standard\","
                        + "\"volumeMode\":\"Filesystem\"}");
    }

    @Test
    void theStandardClassIsMadeOnce() {
        var before = world.store.now().version();
        Provisioner.createStandardClass(world.registry);
        assertThat(world.store.now().version()).isEqualTo(before);
    }

    @Test
    void theNewestOfSeveralStandardClassesCounts() {
        world.clock.advance(Duration.ofSeconds(1));
        world.add(storageClass("newer", Provisioner.NAME, "")
                .replace("{name: newer}", "{name: newer, annotations: {" + Names.DEFAULT_CLASS + ": \"true\"}}"));
        world.clock.advance(Duration.ofSeconds(1));
        world.add(storageClass("newest", Provisioner.NAME, ""));

        world.apply(claim("data", "1Gi", ""));

        assertThat(world.claim("data").spec().text("storageClassName")).isEqualTo("newer");
    }

    @Test
    void noClassMeansNone() {
        world.apply(claim("data", "1Gi", "storageClassName: ''"));
        assertThat(world.showClaims()).containsExactly("data Pending");
    }

    @Test
    void aClaimWithoutAClassGetsTheOneThatBecomesTheStandard() {
        var late = new VolumeWorld().apply(claim("data", "1Gi", ""));
        assertThat(late.showClaims()).containsExactly("data Pending");

        late.withStandardClass();
        assertThat(late.claim("data").status().text("phase")).isEqualTo("Bound");
    }

    @Test
    void aClassOfOursMayKeepWhatItMakes() {
        world.apply(storageClass("kept", Provisioner.NAME, "reclaimPolicy: Retain"))
                .apply(claim("data", "1Gi", "storageClassName: kept"));
        var name = world.claim("data").spec().text("volumeName", "");

        world.deleteClaim("data");

        assertThat(world.showVolumes()).containsExactly(name + " Released data");
        assertThat(world.contents.take()).isEmpty();
    }

    @Test
    void aClaimMayWaitForAPod() {
        world.apply(storageClass("late", Provisioner.NAME, "volumeBindingMode: WaitForFirstConsumer"))
                .apply(claim("data", "1Gi", "storageClassName: late"));
        assertThat(world.showClaims()).containsExactly("data Pending");
        assertThat(world.events.take())
                .containsExactly("Normal WaitForFirstConsumer waiting for first consumer to be created before binding");

        world.pod("kubia-0", "data");
        assertThat(world.claim("data").status().text("phase")).isEqualTo("Bound");
    }

    @Test
    void aVolumeByHandWaitsForThePodToo() {
        world.apply(storageClass("late", "kubernetes.io/no-provisioner", "volumeBindingMode: WaitForFirstConsumer"))
                .apply(volume("pv-a", "1Gi", "storageClassName: late"))
                .apply(claim("data", "1Gi", "storageClassName: late"));
        assertThat(world.showClaims()).containsExactly("data Pending");

        world.pod("kubia-0", "data");
        assertThat(world.showClaims()).containsExactly("data Bound pv-a 1Gi");
    }

    @Test
    void aClassThatIsNotThereIsTold() {
        world.apply(claim("data", "1Gi", "storageClassName: flash"));
        assertThat(world.events.take())
                .containsExactly("Warning ProvisioningFailed storageclass.storage.k8s.io \"flash\" not found");

        world.apply(storageClass("flash", Provisioner.NAME, ""));
        assertThat(world.claim("data").status().text("phase")).isEqualTo("Bound");
    }

    @Test
    void aProvisionerThatIsNotHereIsToldWithWhatToDo() {
        world.apply(storageClass("fast", "kubernetes.io/gce-pd", ""))
                .apply(claim("data", "1Gi", "storageClassName: fast"));

        assertThat(world.events.take())
                .containsExactly("Normal ExternalProvisioning Waiting for a volume to be created either by the external"
                        + " provisioner 'kubernetes.io/gce-pd' or manually by the system administrator. No such provisioner"
                        + " runs here: create a PersistentVolume of storage class \"fast\", or name a class whose"
                        + " provisioner is kubia.dev/directory (kubectl get storageclass)");
    }

    @Test
    void noBlockDeviceAndNothingByASelector() {
        world.apply(claim("block", "1Gi", "volumeMode: Block"))
                .apply(claim("chosen", "1Gi", "selector: {matchLabels: {disk: a}}"));

        assertThat(world.showClaims()).containsExactly("block Pending", "chosen Pending");
        assertThat(world.events.take())
                .hasSize(2)
                .allMatch(line -> line.startsWith(
                        "Warning ProvisioningFailed failed to provision volume with StorageClass \"standard\": "));
    }

    @Test
    void aVolumeGrowsWithItsClaim() {
        world.apply(claim("data", "1Gi", ""));
        world.events.take();

        world.change(
                Claim.key("default", "data"),
                now -> now.withSpec(spec ->
                        spec.with("resources", JsonObject.of("requests", JsonObject.of("storage", Json.of("2Gi"))))));

        var name = world.claim("data").spec().text("volumeName", "");
        assertThat(world.showClaims()).containsExactly("data Bound " + name + " 2Gi");
        assertThat(world.volume(name).spec().object("capacity").text("storage")).isEqualTo("2Gi");
        assertThat(world.events.take()).containsExactly("Normal VolumeResizeSuccessful Resize volume succeeded");
    }

    @Test
    void onlyWhatWasMadeByAClassThatAllowsItGrows() {
        world.apply(volume("pv-a", "1Gi", "")).apply(claim("data", "1Gi", ""));

        assertThatThrownBy(() -> world.change(
                        Claim.key("default", "data"),
                        now -> now.withSpec(spec -> spec.with(
                                "resources", JsonObject.of("requests", JsonObject.of("storage", Json.of("2Gi")))))))
                .hasMessage(
                        "persistentvolumeclaims \"data\" is forbidden: only dynamically provisioned pvc can be resized"
                                + " and the storageclass that provisions the pvc must support resize");
    }
}
