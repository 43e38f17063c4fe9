package io.kubia.controller.statefulset;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.OwnerReference;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.Part;
import io.kubia.controller.simulation.SetManifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pods are the set's, how it comes to them, and how it loses them. */
class OwnershipTest {
    /** kubernetes e2e: should adopt matching orphans and release non-matching pods. */
    @ParameterizedTest(name = "ordered {0}")
    @ValueSource(booleans = {true, false})
    void adoptsMatchingOrphansAndReleasesPodsThatNoLongerMatch(boolean isOrdered) {
        var kubia = Scenario.of(isOrdered, 1).healthy();
        var uid = kubia.pod("kubia-0").object().uid();
        var labels = kubia.pod("kubia-0").object().labels();

        kubia.change(ResourceTypes.POD, "kubia-0", pod -> pod.withOwners(List.of()));
        assertThat(kubia.pod("kubia-0").object().isControlledBy(kubia.set())).isTrue();

        kubia.change(ResourceTypes.POD, "kubia-0", pod -> pod.withLabels(Map.of()));
        assertThat(kubia.pod("kubia-0").object().owners()).isEmpty();
        assertThat(kubia.counters()).isEqualTo("replicas 0, ready 0, available 0, current 0, updated 0");

        kubia.change(ResourceTypes.POD, "kubia-0", pod -> pod.withLabels(labels));
        assertThat(kubia.pod("kubia-0").object().isControlledBy(kubia.set())).isTrue();
        assertThat(kubia.pod("kubia-0").object().uid()).isEqualTo(uid);
        assertThat(kubia.counters()).isEqualTo("replicas 1, ready 1, available 1, current 1, updated 1");
    }

    @Test
    void aPodThatSomebodyElseSteersIsNeverTouched() {
        var kubia = Scenario.of(true, 1).healthy();
        var other = new OwnerReference("apps/v1", "StatefulSet", "other", "other-uid", true, true);
        kubia.change(ResourceTypes.POD, "kubia-0", pod -> pod.withOwners(List.of(other)));
        var version = kubia.pod("kubia-0").object().resourceVersion();

        kubia.image("b").scale(0);

        assertThat(kubia.pod("kubia-0").object().resourceVersion()).isEqualTo(version);
        assertThat(kubia.counters()).isEqualTo("replicas 0, ready 0, available 0, current 0, updated 0");
    }

    @Test
    void anOrphanWithAnotherNameIsNotAdopted() {
        var kubia = Scenario.of(true, 1).healthy();

        for (var name :
                List.of("kubia", "kubia-", "kubia-x", "kubia-01", "kubia-web-0", "other-0", "kubia-9999999999")) {
            if (!name.endsWith("-")) {
                kubia.create(orphan(name));
                assertThat(kubia.pod(name).object().owners()).as(name).isEmpty();
            }
        }
    }

    private static KubeObject orphan(String name) {
        return KubeObject.named(ResourceTypes.POD, "default", name)
                .withLabels(Map.of("app", "kubia"))
                .withSpec(SetSpecs.bare());
    }

    @Test
    void anOrphanThatStopsIsNotAdopted() {
        var kubia = Scenario.of(true, 1).healthy();
        kubia.create(orphan("kubia-1"));
        // Adopted and one too many: it was unbound, so it is gone at once.
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a");

        kubia.registry.create(orphan("kubia-1").withFinalizers(List.of("example.com/keep")), false);
        kubia.registry.delete(ObjectKey.of(ResourceTypes.POD, "default", "kubia-1"), DeleteOptions.DEFAULT);
        kubia.settle();

        assertThat(kubia.pod("kubia-1").object().owners()).isEmpty();
    }

    @Test
    void twoSetsWithOneSelectorDoNotFight() {
        var kubia = Scenario.of(true, 2);
        kubia.create(SetManifest.kubia(true, 2).withMetadata("name", Json.of("other")))
                .healthy();

        var uid = kubia.set().uid();
        assertThat(kubia.all(ResourceTypes.POD)).hasSize(4);
        assertThat(kubia.pod("kubia-1").object().controller().map(OwnerReference::uid))
                .contains(uid);
        assertThat(kubia.pod("other-1").object().controller().map(OwnerReference::name))
                .contains("other");
        kubia.scale(0).healthy();
        assertThat(kubia.all(ResourceTypes.POD)).hasSize(2);
    }

    @Test
    void aSetThatIsBeingDeletedOnlyCounts() {
        var kubia = Scenario.of(true, 3).healthy();
        kubia.registry.delete(
                Scenario.SET,
                new DeleteOptions(
                        OptionalLong.empty(),
                        Optional.of(DeleteOptions.Propagation.FOREGROUND),
                        Optional.empty(),
                        OptionalLong.empty(),
                        false));
        kubia.settle().deletePod("kubia-2").gone("kubia-2");

        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a");
        assertThat(kubia.counters()).isEqualTo("replicas 2, ready 2, available 2, current 2, updated 2");
        kubia.change(ResourceTypes.POD, "kubia-1", pod -> pod.withOwners(List.of()));
        assertThat(kubia.pod("kubia-1").object().owners()).isEmpty();
    }

    @Test
    void aNewSetTakesWhatAnOrphaningDeletionLeft() {
        var kubia = Scenario.of(true, 2).healthy();
        var revision = kubia.status().text("updateRevision");
        var uid = kubia.pod("kubia-1").object().uid();
        for (var type : List.of(ResourceTypes.POD, ResourceTypes.CONTROLLER_REVISION)) {
            for (var object : kubia.all(type)) {
                kubia.registry.change(object.key(), Part.WHOLE, o -> o.withOwners(List.of()), false);
            }
        }
        kubia.registry.delete(Scenario.SET, DeleteOptions.DEFAULT);
        kubia.settle();
        kubia.cameAndWent();

        kubia.create(SetManifest.kubia(true, 2));

        assertThat(kubia.cameAndWent()).isEmpty();
        assertThat(kubia.pod("kubia-1").object().uid()).isEqualTo(uid);
        assertThat(kubia.pod("kubia-1").object().isControlledBy(kubia.set())).isTrue();
        assertThat(kubia.status().text("currentRevision")).isEqualTo(revision);
        assertThat(kubia.counters()).isEqualTo("replicas 2, ready 2, available 2, current 2, updated 2");
    }

    @Test
    void aRevisionThatSomebodyDeletesComesBack() {
        var kubia = Scenario.of(true, 1).healthy();
        var revision = String.valueOf(kubia.status().text("updateRevision"));

        kubia.delete(ResourceTypes.CONTROLLER_REVISION, revision);

        assertThat(kubia.find(ResourceTypes.CONTROLLER_REVISION, revision)).isPresent();
    }

    @Test
    void aRevisionIsAsKubernetesStoresIt() {
        var kubia = Scenario.empty()
                .create(SetManifest.kubia(true, 1).withAnnotation("kubernetes.io/change-cause", "first"));
        var revision = kubia.all(ResourceTypes.CONTROLLER_REVISION).getFirst();
        var hash = String.valueOf(revision.label("controller.kubernetes.io/hash"));

        assertThat(revision.name()).isEqualTo("kubia-" + hash).matches("kubia-[bcdfghjklmnpqrstvwxz2456789]{1,10}");
        assertThat(revision.labels()).containsEntry("app", "kubia");
        assertThat(revision.annotation("kubernetes.io/change-cause")).isEqualTo("first");
        assertThat(revision.json().number("revision", 0)).isEqualTo(1);
        assertThat(revision.owners()).containsExactly(OwnerReference.controlledBy(kubia.set()));
        JsonObject template = kubia.set().spec().object("template");
        assertThat(revision.json().at("data", "spec", "template")).isEqualTo(template.with("$patch", "replace"));
    }

    @Test
    void aNameTakenByAnotherTemplateCountsAsACollision() {
        var kubia = Scenario.of(true, 1).healthy();
        var taken = kubia.all(ResourceTypes.CONTROLLER_REVISION).getFirst();
        // A revision of the same name with other data: as if its hash had been the same.
        var other = Scenario.empty();
        other.create(KubeObject.named(ResourceTypes.CONTROLLER_REVISION, "default", taken.name())
                .with("data", JsonObject.of("spec", JsonObject.of("template", JsonArray.EMPTY)))
                .with("revision", Json.of(1)));

        other.create(SetManifest.kubia(true, 1));

        assertThat(other.status().number("collisionCount", 0)).isEqualTo(1);
        assertThat(other.status().text("updateRevision")).isNotEqualTo(taken.name());
        assertThat(other.find(
                        ResourceTypes.CONTROLLER_REVISION,
                        String.valueOf(other.status().text("updateRevision"))))
                .isPresent();
    }
}
