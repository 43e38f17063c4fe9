package io.kubia.controller.statefulset;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.registry.Part;
import org.junit.jupiter.api.Test;

/**
 * Kubernetes' conformance tests of StatefulSets, from their descriptions, without the API: C1, C2, C4, C6, C7 and C8 of our
 * list. "Break" and "restore" there move the page away that the readiness probe asks for, and back.
 */
class ConformanceTest {
    /** Burst scaling should run to completion even with unhealthy pods. */
    @Test
    void c1BurstScalingRunsToCompletionEvenWithUnhealthyPods() {
        var kubia = Scenario.of(false, 1).healthy().unready("kubia-0");
        assertThat(kubia.status().number("readyReplicas", 0)).isZero();

        kubia.scale(3);
        assertThat(kubia.show()).isEqualTo("kubia-0 running a, kubia-1 pending a, kubia-2 pending a");
        kubia.healthy();
        assertThat(kubia.status().number("readyReplicas", 0)).isEqualTo(3);
        kubia.unready("kubia-0", "kubia-1", "kubia-2").scale(0);
        kubia.gone("kubia-0").gone("kubia-1").gone("kubia-2");

        assertThat(kubia.counters()).isEqualTo("replicas 0, ready 0, available 0, current 0, updated 0");
    }

    /** Scaling should happen in predictable order and halt if any stateful pod is unhealthy. */
    @Test
    void c2ScalingHappensInOrderAndHaltsIfAnyPodIsUnhealthy() {
        var kubia = Scenario.of(true, 1).healthy().unready("kubia-0").scale(3).waitSeconds(10);
        assertThat(kubia.show()).isEqualTo("kubia-0 running a");
        kubia.healthy();
        assertThat(kubia.cameAndWent()).isEqualTo("+kubia-0 +kubia-1 +kubia-2");

        kubia.unready("kubia-0", "kubia-1", "kubia-2").scale(0).waitSeconds(10);
        assertThat(kubia.show()).isEqualTo("kubia-0 running a, kubia-1 running a, kubia-2 running a");
        kubia.ready("kubia-0", "kubia-1", "kubia-2").healthy();

        assertThat(kubia.cameAndWent()).isEqualTo("-kubia-2 -kubia-1 -kubia-0");
    }

    /** Should have a working scale subresource: what it does to the set. */
    @Test
    void c4ScaleIsFollowed() {
        var kubia = Scenario.of(true, 1).healthy().scale(2).healthy();
        assertThat(kubia.status().number("replicas", 0)).isEqualTo(2);

        kubia.scale(4).healthy();

        assertThat(kubia.status().number("replicas", 0)).isEqualTo(4);
    }

    /** Should perform canary updates and phased rolling updates of template modifications. */
    @Test
    void c6CanaryAndPhasedUpdates() {
        var kubia = Scenario.of(true, 3).partition(3).healthy();
        kubia.image("b").healthy();
        assertThat(kubia.status().text("updateRevision"))
                .isNotEqualTo(kubia.status().text("currentRevision"));
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 ready a");

        kubia.partition(2).healthy();
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 ready b");
        kubia.forceDelete("kubia-0").forceDelete("kubia-2").healthy();
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 ready b");

        kubia.partition(1).healthy();
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready b, kubia-2 ready b");
        kubia.partition(0).healthy();
        assertThat(kubia.show()).isEqualTo("kubia-0 ready b, kubia-1 ready b, kubia-2 ready b");
        assertThat(kubia.status().text("updateRevision"))
                .isEqualTo(kubia.status().text("currentRevision"));
    }

    /** Should perform rolling updates and roll backs of template modifications. */
    @Test
    void c7RollingUpdatesAndRollBacks() {
        var kubia = Scenario.of(true, 3).healthy();
        var prior = kubia.status().text("currentRevision");
        kubia.unready("kubia-1").image("b");
        assertThat(kubia.status().text("updateRevision")).isNotEqualTo(prior);
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 running a, kubia-2 ready a");
        kubia.cameAndWent();

        kubia.ready("kubia-1").healthy();
        assertThat(kubia.cameAndWent()).isEqualTo("-kubia-2 +kubia-2 -kubia-1 +kubia-1 -kubia-0 +kubia-0");
        assertThat(kubia.status().text("currentRevision"))
                .isEqualTo(kubia.status().text("updateRevision"));

        kubia.image("a").unready("kubia-1");
        assertThat(kubia.status().text("updateRevision")).isEqualTo(prior);
        kubia.healthy();
        assertThat(kubia.show()).isEqualTo("kubia-0 ready a, kubia-1 ready a, kubia-2 ready a");
        assertThat(kubia.cameAndWent()).isEqualTo("-kubia-2 +kubia-2 -kubia-1 +kubia-1 -kubia-0 +kubia-0");
        assertThat(kubia.status().text("currentRevision")).isEqualTo(prior);
    }

    /** Should validate StatefulSet status endpoints. */
    @Test
    void c8ConditionsOfOthersStayAndCountersAreOurs() {
        var kubia = Scenario.of(true, 1).healthy();
        var conditions = JsonArray.of(JsonObject.EMPTY
                .with("type", "StatusUpdate")
                .with("status", "True")
                .with("reason", "E2E"));

        kubia.registry.change(
                Scenario.SET,
                Part.STATUS,
                set -> set.withStatus(status -> status.with("conditions", conditions)
                        .with("readyReplicas", 0)
                        .with("availableReplicas", 0)),
                false);
        kubia.settle();
        assertThat(kubia.status().get("conditions")).isEqualTo(conditions);
        assertThat(kubia.counters()).isEqualTo("replicas 1, ready 1, available 1, current 1, updated 1");

        kubia.scale(2).healthy();
        assertThat(kubia.status().get("conditions")).isEqualTo(conditions);
    }
}
