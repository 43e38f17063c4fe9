package io.kubia.controller.statefulset;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ResourceTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** New templates, and how pods come to them. */
class UpdateTest {
    private static final JsonObject ON_DELETE = SetSpecs.onDelete();

    @ParameterizedTest(name = "ordered {0}")
    @ValueSource(booleans = {true, false})
    void podsAreUpdatedOneAfterTheOtherFromTheHighest(boolean isOrdered) {
        var kubia = Scenario.of(isOrdered, 3).healthy().image("b");

        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 stopping a");
        assertThat(kubia.counters()).isEqualTo("replicas 3, ready 3, available 3, current 2, updated 0");
        kubia.gone("kubia-2");
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 pending b");
        assertThat(kubia.status().text("currentRevision"))
                .isNotEqualTo(kubia.status().text("updateRevision"));
        kubia.run("kubia-2");
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 running b");
        kubia.ready("kubia-2");
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 stopping a, kubia-2 ready b");
        kubia.healthy();
        assertThat(kubia.show()).isEqualTo("kubia-0 ready b, kubia-1 ready b, kubia-2 ready b");
        assertThat(kubia.status().text("currentRevision"))
                .isEqualTo(kubia.status().text("updateRevision"));
        assertThat(kubia.counters()).isEqualTo("replicas 3, ready 3, available 3, current 3, updated 3");
    }

    @Test
    void noUpdateWhilePodsAreMissingOrTooMany() {
        var kubia = Scenario.of(true, 2).healthy();
        kubia.spec(spec -> SetSpecs.image(spec, "b").with("replicas", 3));

        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 pending b");
        kubia.ready("kubia-2");
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 stopping a, kubia-2 ready b");
    }

    @Test
    void orderedUpdatesWaitForEveryPod() {
        var kubia = Scenario.of(true, 3).healthy().unready("kubia-0").image("b");

        assertThat(kubia.show()).isEqualTo("kubia-0 running a, kubia-1 ready a, kubia-2 ready a");
        kubia.ready("kubia-0");
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 stopping a");
    }

    @Test
    void parallelUpdatesWaitForUpdatedPodsAlone() {
        var kubia = Scenario.of(false, 3).healthy().unready("kubia-0").image("b");

        assertThat(kubia.show()).isEqualTo("kubia-0 running a, kubia-1 ready a, kubia-2 stopping a");
        kubia.gone("kubia-2").run("kubia-2");
        assertThat(kubia.show()).isEqualTo("kubia-0 running a, kubia-1 ready a, kubia-2 running b");
    }

    @ParameterizedTest(name = "ordered {0}")
    @ValueSource(booleans = {true, false})
    void podsBelowThePartitionKeepTheirRevisionEvenWhenTheyAreDeleted(boolean isOrdered) {
        var kubia = Scenario.of(isOrdered, 3).healthy().partition(2).image("b").healthy();

        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 ready b");
        kubia.deletePod("kubia-0").healthy().deletePod("kubia-2").healthy();
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 ready b");
        assertThat(kubia.counters()).isEqualTo("replicas 3, ready 3, available 3, current 2, updated 1");
        kubia.partition(0).healthy();
        assertThat(kubia.show()).isEqualTo("kubia-0 ready b, kubia-1 ready b, kubia-2 ready b");
    }

    @Test
    void aPartitionAboveAllPodsStagesARevision() {
        var kubia = Scenario.of(true, 2).healthy().partition(5).image("b").healthy();

        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a");
        assertThat(kubia.status().text("currentRevision"))
                .isNotEqualTo(kubia.status().text("updateRevision"));
        kubia.scale(3).healthy();
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 ready a");
    }

    @Test
    void thePartitionCountsFromTheFirstOrdinal() {
        var kubia = Scenario.of(true, 3, spec -> spec.with("ordinals", JsonObject.EMPTY.with("start", 5)))
                .healthy()
                .partition(1)
                .image("b")
                .healthy();

        assertThat(kubia.show()).isEqualTo("kubia-5 ready a, kubia-6 ready b, kubia-7 ready b");
    }

    @ParameterizedTest(name = "ordered {0}")
    @ValueSource(booleans = {true, false})
    void onDeleteUpdatesWhatSomebodyDeletes(boolean isOrdered) {
        var kubia = Scenario.of(isOrdered, 3, spec -> spec.with("updateStrategy", ON_DELETE))
                .healthy()
                .image("b")
                .healthy();

        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 ready a");
        kubia.deletePod("kubia-1").healthy();
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready b, kubia-2 ready a");
        assertThat(kubia.counters()).isEqualTo("replicas 3, ready 3, available 3, current 2, updated 1");
    }

    /** kubernetes#67250: nothing but deleting the broken pod helps. */
    @Test
    void aBrokenOrderedUpdateIsStuckEvenWhenTheTemplateIsMended() {
        var kubia = Scenario.of(true, 3).healthy().image("bad").gone("kubia-2").run("kubia-2");

        kubia.image("a");
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 running bad");
        assertThat(kubia.waitingFor()).isEqualTo("waits for kubia-2 to be ready before it goes on");
        kubia.deletePod("kubia-2").healthy();
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 ready a");
    }

    @Test
    void aBrokenParallelUpdateIsMendedByTheTemplate() {
        var kubia = Scenario.of(false, 3).healthy().image("bad").gone("kubia-2").run("kubia-2");

        kubia.image("c");
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 stopping bad");
        kubia.healthy();
        assertThat(kubia.show()).isEqualTo("kubia-0 ready c, kubia-1 ready c, kubia-2 ready c");
    }

    @Test
    void aRollbackTakesUpTheOldRevisionUnderItsOldName() {
        var kubia = Scenario.of(true, 2).healthy();
        var first = kubia.status().text("updateRevision");
        kubia.image("b").healthy();
        assertThat(kubia.status().text("updateRevision")).isNotEqualTo(first);

        kubia.image("a").healthy();

        assertThat(kubia.status().text("currentRevision")).isEqualTo(first);
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a");
        assertThat(kubia.all(ResourceTypes.CONTROLLER_REVISION))
                .extracting(revision -> revision.json().number("revision", 0))
                .containsExactlyInAnyOrder(2L, 3L);
    }

    @Test
    void historyIsLimitedAndKeepsWhatPodsUse() {
        var kubia = Scenario.of(true, 1, spec -> spec.with("revisionHistoryLimit", 2))
                .healthy();
        for (var image : new String[] {"b", "c", "d", "e"}) {
            kubia.image(image).healthy();
        }
        assertThat(kubia.all(ResourceTypes.CONTROLLER_REVISION)).hasSize(3);

        kubia.partition(1).image("f").image("g").image("h").image("i");
        assertThat(kubia.show()).isEqualTo("kubia-0 ready e");
        assertThat(kubia.all(ResourceTypes.CONTROLLER_REVISION))
                .extracting(revision -> revision.json().number("revision", 0))
                .containsExactlyInAnyOrder(5L, 7L, 8L, 9L);
    }

    @Test
    void anUpdatedPodThatFailsIsReplaced() {
        var kubia = Scenario.of(true, 2).healthy().image("b").gone("kubia-1").run("kubia-1");

        kubia.ends("kubia-1", true);

        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 pending b");
    }
}
