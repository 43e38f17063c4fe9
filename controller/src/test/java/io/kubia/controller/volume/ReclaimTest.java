package io.kubia.controller.volume;

import static io.kubia.controller.volume.VolumeWorld.claim;
import static io.kubia.controller.volume.VolumeWorld.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.model.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of volumes and claims that are let go, and what keeps them. */
class ReclaimTest {
    private final VolumeWorld world = new VolumeWorld();

    private VolumeWorld bound(String policy) {
        world.apply(volume("pv-a", "1Mi", "persistentVolumeReclaimPolicy: " + policy))
                .apply(claim("data", "1Mi", ""));
        assertThat(world.showClaims()).containsExactly("data Bound pv-a 1Mi");
        world.events.take();
        return world;
    }

    @Test
    void retainedVolumesStayAsTheyAre() {
        bound("Retain").deleteClaim("data").apply(claim("data", "1Mi", ""));

        assertThat(world.showVolumes()).containsExactly("pv-a Released data");
        assertThat(world.showClaims()).containsExactly("data Pending");
        assertThat(world.contents.take()).isEmpty();

        world.change(Volume.key("pv-a"), now -> now.withSpec(spec -> spec.without("claimRef")));
        assertThat(world.showClaims()).containsExactly("data Bound pv-a 1Mi");
    }

    @Test
    void recycledVolumesAreEmptiedAndGivenToTheNext() {
        bound("Recycle").apply(claim("next", "1Mi", ""));
        world.events.take();

        world.deleteClaim("data");

        assertThat(world.contents.take()).containsExactly("scrub pv-a at /tmp/pv-a");
        assertThat(world.events.take()).containsExactly("Normal VolumeRecycled Volume recycled");
        assertThat(world.showClaims()).containsExactly("next Bound pv-a 1Mi");
    }

    @Test
    void aRecycledVolumeStaysReservedByAPerson() {
        world.apply(volume(
                        "pv-a",
                        "1Mi",
                        "persistentVolumeReclaimPolicy: Recycle, claimRef: {namespace: default, name: data}"))
                .apply(claim("data", "1Mi", ""))
                .deleteClaim("data")
                .apply(claim("other", "1Mi", ""));

        assertThat(world.showVolumes()).containsExactly("pv-a Available data");
        assertThat(world.showClaims()).containsExactly("other Pending");
    }

    @Test
    void madeVolumesGoWithTheirClaim() {
        world.withStandardClass().apply(claim("data", "1Mi", ""));
        var name = world.claim("data").spec().text("volumeName", "");

        world.deleteClaim("data");

        assertThat(world.volumes()).isEmpty();
        assertThat(world.contents.take()).contains("delete " + name);
    }

    @Test
    void aBrokenDiskIsToldAndTriedAgain() {
        bound("Recycle").contents.failNext(3);

        world.deleteClaim("data");
        assertThat(world.showVolumes()).containsExactly("pv-a Failed data");
        assertThat(world.volume("pv-a").status().text("message")).isEqualTo("the disk is broken");
        assertThat(world.events.take()).containsExactly("Warning VolumeFailedRecycle the disk is broken");

        world.waitSeconds(15).waitSeconds(15);
        assertThat(world.showVolumes()).containsExactly("pv-a Available");
        assertThat(world.events.take()).containsExactly("Normal VolumeRecycled Volume recycled");
    }

    @Test
    void whatAContainerStillHasIsNotRemoved() {
        bound("Delete").contents.setInUse("pv-a", true);

        world.deleteClaim("data");
        assertThat(world.showVolumes()).containsExactly("pv-a Released data");
        assertThat(world.events.take()).containsExactly("Normal VolumeDelete volume pv-a is in use");

        world.waitSeconds(1);
        assertThat(world.events.take()).isEmpty();
        world.contents.setInUse("pv-a", false);
        world.waitSeconds(1);
        assertThat(world.volumes()).isEmpty();
    }

    @Test
    void aClaimThatAPodHasStaysTerminating() {
        bound("Delete").podOnNode("kubia-0", "data").deleteClaim("data");

        assertThat(world.claim("data").isBeingDeleted()).isTrue();
        assertThat(world.showVolumes()).containsExactly("pv-a Bound data");

        world.deletePod("kubia-0");
        assertThat(world.claims()).isEmpty();
        assertThat(world.volumes()).isEmpty();
    }

    /** It has not begun to use the claim, and will not: a pod on no node does not keep it. */
    @Test
    void aPodOnNoNodeDoesNotKeepAClaim() {
        bound("Retain").pod("kubia-0", "data").deleteClaim("data");

        assertThat(world.claims()).isEmpty();
    }

    @Test
    void contentStaysAsLongAsAPodMayHaveIt() {
        bound("Delete").podOnNode("kubia-0", "data");
        world.change(Claim.key("default", "data"), now -> now.withFinalizers(List.of()))
                .deleteClaim("data");

        assertThat(world.showVolumes()).containsExactly("pv-a Released data");
        world.waitSeconds(1).apply(claim("data", "9Mi", ""));
        assertThat(world.contents.take()).isEmpty();

        world.deletePod("kubia-0");
        assertThat(world.contents.take()).contains("delete pv-a at /tmp/pv-a");
        assertThat(world.volumes()).isEmpty();
    }

    @Test
    void theNextPodOfTheNameDoesNotKeepIt() {
        bound("Delete").contents.setInUse("pv-a", true);
        world.deleteClaim("data").waitSeconds(1).apply(claim("data", "9Mi", ""));

        world.podOnNode("kubia-0", "data").contents.setInUse("pv-a", false);
        world.waitSeconds(1);

        assertThat(world.volumes()).isEmpty();
    }

    @Test
    void aBoundVolumeIsDeletedOnlyAfterItsClaim() {
        bound("Retain").deleteVolume("pv-a");
        assertThat(world.volume("pv-a").isBeingDeleted()).isTrue();
        assertThat(world.showVolumes()).containsExactly("pv-a Bound data");

        world.deleteClaim("data");
        assertThat(world.volumes()).isEmpty();
        assertThat(world.contents.take()).isEmpty();
    }

    @Test
    void aFreeVolumeIsDeletedAtOnceAndKeepsItsContent() {
        world.apply(volume("pv-a", "1Mi", "persistentVolumeReclaimPolicy: Delete"))
                .deleteVolume("pv-a");

        assertThat(world.volumes()).isEmpty();
        assertThat(world.contents.take()).isEmpty();
    }

    @Test
    void aMadeVolumeThatIsDeletedByHandLeavesNothing() {
        world.withStandardClass().apply(claim("data", "1Mi", ""));
        var name = world.claim("data").spec().text("volumeName", "");

        world.deleteVolume(name);
        assertThat(world.showVolumes()).containsExactly(name + " Bound data");
        assertThat(world.contents.take()).isEmpty();

        world.deleteClaim("data");
        assertThat(world.volumes()).isEmpty();
        assertThat(world.contents.take()).containsExactly("delete " + name);
    }

    @Test
    void aMadeVolumeThatIsNotNeededAfterAllIsDeleted() {
        world.withStandardClass().apply(claim("data", "1Mi", ""));
        var claim = Claim.of(world.claim("data"));
        var storageClass = StorageClass.of(Provisioner.standardClass());
        KubeObject second = Provisioner.volume(claim, storageClass)
                .withMetadata("name", io.kubia.controller.json.Json.of("second"));

        world.registry.create(second, false);
        world.settle();

        assertThat(world.showVolumes()).containsExactly("pvc-" + claim.uid() + " Bound data");
        assertThat(world.contents.take()).contains("delete second").doesNotContain("delete pvc-" + claim.uid());
    }

    @Test
    void pendingClaimsGoAtOnce() {
        world.apply(claim("data", "1Mi", "")).deleteClaim("data");

        assertThat(world.registry.now().get(Claim.key("default", "data"))).isEmpty();
    }
}
