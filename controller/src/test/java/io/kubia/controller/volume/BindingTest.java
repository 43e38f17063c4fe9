package io.kubia.controller.volume;

import static io.kubia.controller.volume.VolumeWorld.claim;
import static io.kubia.controller.volume.VolumeWorld.storageClass;
import static io.kubia.controller.volume.VolumeWorld.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which claim gets which volume that was made by hand. */
class BindingTest {
    private static final String NO_VOLUME =
            "Normal FailedBinding no persistent volumes available for this claim and no storage class is set";

    private final VolumeWorld world = new VolumeWorld();

    @Test
    void bothSidesSayWhoseTheOtherIs() {
        world.apply(volume("pv-a", "1Mi", "persistentVolumeReclaimPolicy: Recycle"));
        assertThat(world.showVolumes()).containsExactly("pv-a Available");

        world.apply(claim("data", "1Mi", ""));

        var claim = world.claim("data");
        var volume = world.volume("pv-a");
        assertThat(world.showClaims()).containsExactly("data Bound pv-a 1Mi");
        assertThat(world.showVolumes()).containsExactly("pv-a Bound data");
        assertThat(volume.spec().object("claimRef").text("uid")).isEqualTo(claim.uid());
        assertThat(volume.annotations()).containsEntry("pv.kubernetes.io/bound-by-controller", "yes");
        assertThat(claim.annotations())
                .containsOnlyKeys("pv.kubernetes.io/bind-completed", "pv.kubernetes.io/bound-by-controller");
        assertThat(claim.spec().has("storageClassName")).isFalse();
        assertThat(claim.status())
                .hasToString(
                        "{\"phase\":\"Bound\",\"accessModes\":[\"ReadWriteOnce\"],\"capacity\":{\"storage\":\"1Mi\"}}");
    }

    /** The seeds' chapter: three volumes made by hand, and claims without a class. */
    @Test
    void volumesMadeByHandComeBeforeTheStandardClass() {
        world.withStandardClass()
                .apply(volume("pv-a", "1Mi", "") + "---\n" + volume("pv-b", "1Mi", ""))
                .apply(claim("data-kubia-0", "1Mi", "") + "---\n" + claim("data-kubia-1", "1Mi", "") + "---\n"
                        + claim("data-kubia-2", "1Mi", ""));

        assertThat(world.showClaims().subList(0, 2))
                .containsExactly("data-kubia-0 Bound pv-a 1Mi", "data-kubia-1 Bound pv-b 1Mi");
        var third = world.claim("data-kubia-2");
        assertThat(third.spec().text("volumeName")).isEqualTo("pvc-" + third.uid());
        assertThat(third.spec().text("storageClassName")).isEqualTo("standard");
    }

    @Test
    void theSmallestThatIsLargeEnough() {
        world.apply(volume("pv-a", "10Gi", "") + "---\n" + volume("pv-b", "2Gi", "") + "---\n"
                        + volume("pv-c", "1023Mi", "") + "---\n" + volume("pv-d", "2Gi", ""))
                .apply(claim("data", "1Gi", ""));

        assertThat(world.showClaims()).containsExactly("data Bound pv-b 2Gi");
    }

    @ParameterizedTest(name = "a volume with {0} and a claim with {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "accessModes: [ReadWriteOnce, ReadOnlyMany] | accessModes: [ReadOnlyMany]      | Bound",
                "accessModes: [ReadWriteOnce]               | accessModes: [ReadWriteMany]     | Pending",
                "storageClassName: slow                     | storageClassName: slow           | Bound",
                "storageClassName: slow                     | storageClassName: ''             | Pending",
                "storageClassName: ''                       | storageClassName: ''             | Bound",
                "storageClassName: slow                     | selector: {}                     | Pending",
                "volumeMode: Block                          | volumeMode: Block                | Bound",
                "volumeMode: Block                          | volumeMode: Filesystem           | Pending",
                "volumeMode: Filesystem                     | selector: {matchLabels: {disk: pv-a}} | Bound",
                "volumeMode: Filesystem                     | selector: {matchLabels: {disk: pv-b}} | Pending",
            })
    void onlyWhatFits(String ofVolume, String ofClaim, String phase) {
        world.apply("""
                apiVersion: v1
                kind: PersistentVolume
                metadata: {name: pv-a, labels: {disk: pv-a}}
                spec: {%scapacity: {storage: 1Gi}, hostPath: {path: /tmp/a}, %s}
                """.formatted(ofVolume.startsWith("accessModes") ? "" : "accessModes: [ReadWriteOnce], ", ofVolume))
                .apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data}
                spec: {%sresources: {requests: {storage: 1Gi}}, %s}
                """.formatted(
                                ofClaim.startsWith("accessModes") ? "" : "accessModes: [ReadWriteOnce], ", ofClaim));

        assertThat(world.claim("data").status().text("phase")).isEqualTo(phase);
    }

    @Test
    void whoWaitsIsToldOnceAndGetsWhatComesLater() {
        world.apply(claim("data", "1Mi", ""));
        assertThat(world.events.take()).containsExactly(NO_VOLUME);

        world.apply(volume("too-small", "1Ki", ""))
                .change(Claim.key("default", "data"), now -> now.withLabel("a", "b"));
        assertThat(world.events.take()).isEmpty();
        assertThat(world.showClaims()).containsExactly("data Pending");

        world.apply(volume("pv-a", "1Mi", ""));
        assertThat(world.showClaims()).containsExactly("data Bound pv-a 1Mi");
    }

    @Test
    void theOldestWaitingClaimComesFirst() {
        world.apply(claim("z", "1Mi", ""));
        world.waitSeconds(1).apply(claim("a", "1Mi", "")).apply(volume("pv-a", "1Mi", ""));

        assertThat(world.showClaims()).containsExactly("a Pending", "z Bound pv-a 1Mi");
    }

    @Test
    void aVolumeIsReservedForAClaim() {
        world.apply(volume("pv-a", "1Mi", "claimRef: {namespace: default, name: data}") + "---\n"
                        + volume("pv-b", "5Mi", "claimRef: {namespace: default, name: data}"))
                .apply(claim("other", "1Mi", ""));
        assertThat(world.showVolumes()).containsExactly("pv-a Available data", "pv-b Available data");
        assertThat(world.showClaims()).containsExactly("other Pending");

        world.apply(claim("data", "2Mi", ""));

        assertThat(world.showClaims()).containsExactly("data Bound pv-b 5Mi", "other Pending");
        assertThat(world.volume("pv-b").annotation("pv.kubernetes.io/bound-by-controller"))
                .isNull();
    }

    @Test
    void aClaimAsksForAVolume() {
        world.apply(claim("data", "1Mi", "volumeName: pv-b"));
        assertThat(world.events.take()).containsExactly("Normal FailedBinding volume \"pv-b\" not found");

        world.apply(volume("pv-a", "1Mi", "")).apply(volume("pv-b", "9Mi", ""));

        assertThat(world.showClaims()).containsExactly("data Bound pv-b 9Mi");
        assertThat(world.claim("data").annotations()).containsOnlyKeys("pv.kubernetes.io/bind-completed");
    }

    @Test
    void whatAClaimAsksForMayNotBeHad() {
        world.apply(volume("pv-a", "1Mi", "") + "---\n" + volume("pv-b", "1Mi", ""))
                .apply(claim("first", "1Mi", ""))
                .apply(claim("second", "1Mi", "volumeName: pv-a"))
                .apply(claim("third", "2Mi", "volumeName: pv-b"));

        assertThat(world.events.take())
                .containsExactly(
                        "Warning FailedBinding volume \"pv-a\" already bound to a different claim.",
                        "Warning VolumeMismatch Cannot bind to requested volume \"pv-b\": requested PV is too small");
        assertThat(world.showClaims())
                .containsExactly("first Bound pv-a 1Mi", "second Pending pv-a", "third Pending pv-b");
    }

    @Test
    void aBoundClaimWhoseVolumeIsGoneIsLost() {
        world.apply(volume("pv-a", "1Mi", "")).apply(claim("data", "1Mi", ""));
        world.events.take();

        world.change(Volume.key("pv-a"), now -> now.withFinalizers(java.util.List.of()))
                .deleteVolume("pv-a");
        assertThat(world.showClaims()).containsExactly("data Lost pv-a");
        assertThat(world.events.take())
                .containsExactly(
                        "Warning ClaimLost Bound claim has lost its PersistentVolume. Data on the volume is lost!");

        world.apply(volume("pv-a", "1Mi", ""));
        assertThat(world.showClaims()).containsExactly("data Bound pv-a 1Mi");
    }

    @Test
    void aVolumeOfAnotherClaimIsNotTakenFromIt() {
        world.apply(volume("pv-a", "1Mi", "")).apply(claim("data", "1Mi", ""));
        world.events.take();

        world.change(
                Volume.key("pv-a"),
                now -> now.withSpec(spec -> spec.withChanged("claimRef", claim -> claim.with("uid", "another"))));

        assertThat(world.showClaims()).containsExactly("data Lost pv-a");
        assertThat(world.events.take())
                .contains(
                        "Warning ClaimMisbound Two claims are bound to the same volume, this one is bound incorrectly");
    }

    @Test
    void nothingIsWrittenWhenNothingHasChanged() {
        world.withStandardClass()
                .apply(volume("pv-a", "1Mi", ""))
                .apply(claim("a", "1Mi", "") + "---\n" + claim("b", "1Mi", "") + "---\n"
                        + claim("c", "1Mi", "storageClassName: ''"));
        long version = world.store.now().version();
        world.events.take();

        world.restart();
        world.settle();

        assertThat(world.store.now().version()).isEqualTo(version);
        assertThat(world.events.take()).containsExactly(NO_VOLUME);
    }

    @Test
    void aClassWithoutAProvisionerIsBoundByHand() {
        world.apply(storageClass("local", "kubernetes.io/no-provisioner", ""))
                .apply(claim("data", "1Mi", "storageClassName: local"));
        assertThat(world.events.take().getFirst())
                .startsWith("Normal FailedBinding ")
                .contains("create a PersistentVolume");

        world.apply(volume("pv-a", "1Mi", "storageClassName: local"));
        assertThat(world.showClaims()).containsExactly("data Bound pv-a 1Mi");
    }

    @Test
    void conditionsThatOthersWroteStay() {
        world.apply(claim("data", "1Mi", ""));
        world.registry.change(
                Claim.key("default", "data"),
                io.kubia.controller.registry.Part.STATUS,
                now -> now.withStatus(status -> status.with("conditions", VolumeWorld.texts())),
                false);

        world.apply(volume("pv-a", "1Mi", ""));

        JsonObject status = world.claim("data").status();
        assertThat(status.has("conditions")).isTrue();
        assertThat(status.text("phase")).isEqualTo("Bound");
    }
}
