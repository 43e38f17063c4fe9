package io.kubia.controller.statefulset;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ResourceTypes;
import org.junit.jupiter.api.Test;

/** Scaling, one pod after the other and all at once. */
class OrderTest {
    @Test
    void orderedPodsAreCreatedOneAfterTheOther() {
        var kubia = Scenario.of(true, 3);

        assertThat(kubia.show()).isEqualTo("kubia-0 pending a");
        assertThat(kubia.waitingFor()).isEqualTo("waits for kubia-0 to be ready before kubia-1 is created");
        kubia.run("kubia-0");
        assertThat(kubia.show()).isEqualTo("kubia-0 running a");
        kubia.ready("kubia-0");
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 pending a");
        kubia.healthy();
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 ready a");
        assertThat(kubia.waitingFor()).isEmpty();
    }

    @Test
    void parallelPodsAreCreatedAtOnce() {
        var kubia = Scenario.of(false, 3);

        assertThat(kubia.show()).isEqualTo("kubia-0 pending a, kubia-1 pending a, kubia-2 pending a");
    }

    @Test
    void noPodIsCreatedWhileOneBelowIsNotReadyOrStops() {
        var kubia = Scenario.of(true, 2).healthy().unready("kubia-0").scale(3);

        assertThat(kubia.show()).isEqualTo("kubia-0 running a, kubia-1 ready a");
        kubia.deletePod("kubia-0");
        assertThat(kubia.show()).isEqualTo("kubia-0 stopping a, kubia-1 ready a");
        assertThat(kubia.waitingFor()).isEqualTo("waits for kubia-0 to be gone before kubia-2 is created");
        kubia.gone("kubia-0");
        assertThat(kubia.show()).isEqualTo("kubia-0 pending a, kubia-1 ready a");
        kubia.ready("kubia-0");
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 pending a");
    }

    @Test
    void orderedPodsAreRemovedOneAfterTheOtherFromTheHighest() {
        var kubia = Scenario.of(true, 3).healthy().scale(0);

        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 stopping a");
        assertThat(kubia.waitingFor()).isEqualTo("waits for kubia-2 to be gone before kubia-1 is removed");
        kubia.gone("kubia-2");
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 stopping a");
        kubia.gone("kubia-1").gone("kubia-0");
        assertThat(kubia.show()).isEmpty();
    }

    @Test
    void parallelPodsAreRemovedAtOnceWhateverTheirState() {
        var kubia = Scenario.of(false, 4).healthy().unready("kubia-1").scale(1);

        assertThat(kubia.show())
                .isEqualTo("kubia-0 ready a, kubia-1 stopping a, kubia-2 stopping a, kubia-3 stopping a");
    }

    @Test
    void noPodIsRemovedWhileAWantedOneIsUnhealthy() {
        var kubia = Scenario.of(true, 3).healthy().unready("kubia-0").scale(2);

        assertThat(kubia.show()).isEqualTo("kubia-0 running a, kubia-1 ready a, kubia-2 ready a");
        assertThat(kubia.waitingFor()).isEqualTo("waits for kubia-0 to be ready before kubia-2 is removed");
        kubia.ready("kubia-0");
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 stopping a");
    }

    @Test
    void theOnlyUnhealthyPodIsRemovedWhenItIsTheHighest() {
        var kubia = Scenario.of(true, 3).healthy().unready("kubia-2").scale(1);

        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 stopping a");
    }

    @Test
    void anUnhealthyPodWaitsForALowerUnhealthyOneThatIsTooManyAsWell() {
        var kubia = Scenario.of(true, 3).healthy().unready("kubia-1", "kubia-2").scale(1);

        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 running a, kubia-2 running a");
        assertThat(kubia.waitingFor()).isEqualTo("waits for kubia-1 to be ready before kubia-2 is removed");
    }

    @Test
    void scalingUpBeforeThePodIsGoneWaitsForItsName() {
        var kubia = Scenario.of(true, 2).healthy().scale(1).scale(2);

        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 stopping a");
        kubia.gone("kubia-1");
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 pending a");
    }

    @Test
    void parallelReplacementsWaitForTheOldPodToBeGone() {
        var kubia = Scenario.of(false, 2).healthy().deletePod("kubia-1");

        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 stopping a");
        kubia.gone("kubia-1");
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 pending a");
    }

    @Test
    void ordinalsBeginWhereTheSetSays() {
        var kubia = Scenario.of(true, 2, spec -> spec.with("ordinals", JsonObject.EMPTY.with("start", 2)))
                .healthy();

        assertThat(kubia.show()).isEqualTo("kubia-2 ready a, kubia-3 ready a");
        kubia.spec(spec -> spec.withChanged("ordinals", ordinals -> ordinals.with("start", 4)));
        assertThat(kubia.show()).isEqualTo("kubia-2 ready a, kubia-3 ready a, kubia-4 pending a");
        kubia.healthy();
        assertThat(kubia.show()).isEqualTo("kubia-4 ready a, kubia-5 ready a");
        kubia.spec(spec -> spec.without("ordinals")).healthy();
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a");
    }

    @Test
    void aPodIsNotAvailableBeforeItHasBeenReadyForAWhile() {
        var kubia =
                Scenario.of(true, 2, spec -> spec.with("minReadySeconds", 10)).ready("kubia-0");

        assertThat(kubia.show()).isEqualTo("kubia-0 ready a");
        assertThat(kubia.counters()).isEqualTo("replicas 1, ready 1, available 0, current 1, updated 1");
        assertThat(kubia.waitingFor()).isEqualTo("waits for kubia-0 to be available before kubia-1 is created");
        assertThat(kubia.plan().dueAt()).contains(kubia.clock.instant().plusSeconds(10));
        kubia.waitSeconds(9);
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a");
        kubia.waitSeconds(1);
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 pending a");
        assertThat(kubia.counters()).isEqualTo("replicas 2, ready 1, available 1, current 2, updated 2");
    }

    @Test
    void minReadySecondsHoldsBackScalingDownAndUpdates() {
        var kubia = Scenario.of(true, 3, spec -> spec.with("minReadySeconds", 10));
        kubia.ready("kubia-0").waitSeconds(10).ready("kubia-1").waitSeconds(10).ready("kubia-2");

        kubia.image("b");
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 ready a");
        kubia.waitSeconds(10);
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 stopping a");
        kubia.gone("kubia-2").ready("kubia-2").scale(1);
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 stopping b");
    }

    @Test
    void aHundredParallelPodsComeAndGo() {
        var kubia = Scenario.of(false, 100).healthy().scale(10).healthy();

        assertThat(kubia.all(ResourceTypes.POD)).hasSize(10);
        kubia.scale(0).healthy();
        assertThat(kubia.show()).isEmpty();
        assertThat(kubia.counters()).isEqualTo("replicas 0, ready 0, available 0, current 0, updated 0");
    }
}
