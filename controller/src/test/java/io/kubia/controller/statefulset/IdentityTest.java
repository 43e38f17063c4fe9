package io.kubia.controller.statefulset;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.OwnerReference;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.simulation.SetManifest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, labels, volumes and claims: what makes a pod the one of its ordinal. */
class IdentityTest {
    @Test
    void aPodIsItsTemplateAndItsOrdinal() {
        var kubia = Scenario.of(true, 1);
        var pod = kubia.pod("kubia-0").object();
        var revision = kubia.status().text("updateRevision");

        assertThat(pod.labels())
                .containsEntry("app", "kubia")
                .containsEntry("statefulset.kubernetes.io/pod-name", "kubia-0")
                .containsEntry("apps.kubernetes.io/pod-index", "0")
                .containsEntry("controller-revision-hash", revision);
        assertThat(pod.metadata().text("generateName")).isEqualTo("kubia-");
        assertThat(pod.owners()).containsExactly(OwnerReference.controlledBy(kubia.set()));
        assertThat(pod.spec().text("hostname")).isEqualTo("kubia-0");
        assertThat(pod.spec().text("subdomain")).isEqualTo("kubia");
        assertThat(pod.spec().array("volumes").objects().getFirst())
                .isEqualTo(SetManifest.yaml("{name: data, persistentVolumeClaim: {claimName: data-kubia-0}}"));
    }

    @Test
    void aClaimHasTheLabelsOfItsTemplateAndOfTheSelector() {
        var claim = Scenario.of(true, 1).claim("data-kubia-0");

        assertThat(claim.labels()).containsEntry("tier", "storage").containsEntry("app", "kubia");
        assertThat(claim.owners()).isEmpty();
        assertThat(claim.spec().array("accessModes").texts()).containsExactly("ReadWriteOnce");
    }

    @Test
    void aClaimTakesThePlaceOfTheTemplatesVolumeOfItsName() {
        var kubia = Scenario.of(true, 1, spec -> SetSpecs.volumes(spec, """
                [{name: data, emptyDir: {}}, {name: tmp, emptyDir: {}}]"""));

        assertThat(kubia.pod("kubia-0").object().spec().array("volumes").objects())
                .extracting(volume -> volume.text("name"))
                .containsExactly("data", "tmp");
        assertThat(kubia.pod("kubia-0")
                        .object()
                        .spec()
                        .array("volumes")
                        .objects()
                        .getFirst())
                .extracting(volume -> volume.has("persistentVolumeClaim"))
                .isEqualTo(true);
    }

    @Test
    void claimsOutliveTheirPodsAndAreFoundAgain() {
        var kubia = Scenario.of(true, 2).healthy();
        var uid = kubia.claim("data-kubia-1").uid();

        kubia.scale(0).healthy().scale(2).healthy();

        assertThat(kubia.claim("data-kubia-1").uid()).isEqualTo(uid);
    }

    @ParameterizedTest(name = "ordered {0}")
    @ValueSource(booleans = {true, false})
    void noPodIsCreatedWhileItsClaimIsBeingDeleted(boolean isOrdered) {
        var kubia = Scenario.of(isOrdered, 1).healthy().scale(0).healthy();
        kubia.change(
                ResourceTypes.PERSISTENT_VOLUME_CLAIM,
                "data-kubia-0",
                claim -> claim.withFinalizers(List.of("kubernetes.io/pvc-protection")));
        kubia.delete(ResourceTypes.PERSISTENT_VOLUME_CLAIM, "data-kubia-0");
        kubia.events.take();

        kubia.scale(1);

        assertThat(kubia.show()).isEmpty();
        assertThat(kubia.events.take())
                .containsExactly("Warning FailedCreate create Pod kubia-0 in StatefulSet kubia failed error:"
                        + " pvc data-kubia-0 is being deleted");
        kubia.change(ResourceTypes.PERSISTENT_VOLUME_CLAIM, "data-kubia-0", claim -> claim.withFinalizers(List.of()));
        assertThat(kubia.show()).isEqualTo("kubia-0 pending a");
        assertThat(kubia.claim("data-kubia-0").isBeingDeleted()).isFalse();
    }

    @Test
    void aPendingPodGetsALostClaimBack() {
        var kubia = Scenario.of(true, 1);

        var lost = kubia.claim("data-kubia-0").uid();

        kubia.claimGone("data-kubia-0");

        assertThat(kubia.claim("data-kubia-0").uid()).isNotEqualTo(lost);
    }

    @Test
    void aReadyPodGetsItsLabelsBack() {
        var kubia = Scenario.of(true, 1).healthy();
        kubia.events.take();

        kubia.change(
                ResourceTypes.POD,
                "kubia-0",
                pod -> pod.withLabels(Map.of(
                        "app", "kubia", Member.REVISION_LABEL, String.valueOf(pod.label(Member.REVISION_LABEL)))));

        assertThat(kubia.pod("kubia-0").object().labels())
                .containsEntry("statefulset.kubernetes.io/pod-name", "kubia-0")
                .containsEntry("apps.kubernetes.io/pod-index", "0");
        assertThat(kubia.events.take())
                .containsExactly("Normal SuccessfulUpdate update Pod kubia-0 in StatefulSet kubia successful");
    }

    @ParameterizedTest(name = "ordered {0}")
    @ValueSource(booleans = {true, false})
    void aPodThatEndedIsReplaced(boolean isOrdered) {
        var kubia = Scenario.of(isOrdered, 2).healthy();
        kubia.cameAndWent();

        kubia.ends("kubia-0", true);
        assertThat(kubia.show()).isEqualTo("kubia-0 pending a, kubia-1 ready a");
        kubia.ready("kubia-0").ends("kubia-1", false);

        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 pending a");
        assertThat(kubia.cameAndWent()).isEqualTo("-kubia-0 +kubia-0 -kubia-1 +kubia-1");
    }

    @Test
    void aSetWithoutClaimsMakesNone() {
        var kubia = Scenario.of(
                        true,
                        2,
                        spec -> SetSpecs.volumes(spec.without("volumeClaimTemplates"), "[{name: data, emptyDir: {}}]"))
                .healthy();

        assertThat(kubia.all(ResourceTypes.PERSISTENT_VOLUME_CLAIM)).isEmpty();
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a");
    }

    @Test
    void eventsAreKubernetesOwn() {
        var kubia = Scenario.of(true, 1).healthy();

        assertThat(kubia.events.take())
                .containsExactly(
                        "Normal SuccessfulCreate create Claim data-kubia-0 Pod kubia-0 in StatefulSet kubia success",
                        "Normal SuccessfulCreate create Pod kubia-0 in StatefulSet kubia successful");
        kubia.scale(0);
        assertThat(kubia.events.take())
                .containsExactly("Normal SuccessfulDelete delete Pod kubia-0 in StatefulSet kubia successful");
    }

    /** A pod with another's name and controller stands in the way; it is left alone, and gone it makes room. */
    @Test
    void aNameThatAnotherHasIsWaitedFor() {
        var kubia = Scenario.empty();
        var foreign = KubeObject.named(ResourceTypes.POD, "default", "kubia-1")
                .withSpec(SetSpecs.bare())
                .withOwners(List.of(new OwnerReference("apps/v1", "ReplicaSet", "other", "other-uid", true, true)));
        kubia.registry.create(foreign, false);
        kubia.create(SetManifest.kubia(true, 2)).ready("kubia-0");

        assertThat(kubia.waitingFor())
                .isEqualTo("waits for kubia-1, which is another's, to be gone before it is created");
        assertThat(kubia.pod("kubia-1").object().owners()).hasSize(1);
        kubia.forceDelete("kubia-1");
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 pending a");
    }
}
