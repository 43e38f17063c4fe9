package io.kubia.controller.statefulset;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.simulation.SetManifest;
import org.junit.jupiter.api.Test;

/** What a set says of itself, and how seldom it writes. */
class StatusTest {
    @Test
    void theStatusIsAsKubernetesStoresIt() {
        var kubia = Scenario.of(true, 2);
        var revision = kubia.status().text("updateRevision");
        assertThat(kubia.status()).isEqualTo(SetManifest.yaml("""
                        availableReplicas: 0
                        collisionCount: 0
                        currentReplicas: 1
                        currentRevision: %s
                        observedGeneration: 1
                        replicas: 1
                        updateRevision: %s
                        updatedReplicas: 1
                        """.formatted(revision, revision)));

        kubia.healthy();

        assertThat(kubia.status()).isEqualTo(SetManifest.yaml("""
                        availableReplicas: 2
                        collisionCount: 0
                        currentReplicas: 2
                        currentRevision: %s
                        observedGeneration: 1
                        readyReplicas: 2
                        replicas: 2
                        updateRevision: %s
                        updatedReplicas: 2
                        """.formatted(revision, revision)));
    }

    @Test
    void theGenerationIsObserved() {
        var kubia = Scenario.of(true, 1).healthy().scale(2);

        assertThat(kubia.set().generation()).isEqualTo(2);
        assertThat(kubia.status().number("observedGeneration", 0)).isEqualTo(2);
    }

    @Test
    void podsThatStopCountAsReplicasAndNotForARevision() {
        var kubia = Scenario.of(false, 2).healthy().deletePod("kubia-1");

        assertThat(kubia.counters()).isEqualTo("replicas 2, ready 2, available 2, current 1, updated 1");
    }

    @Test
    void podsWhoseAddressChangesAloneCostNoPass() {
        var kubia = Scenario.of(true, 1).healthy();
        var before = kubia.pod("kubia-0").object();
        var after = before.withStatus(status -> status.with("podIP", "127.244.0.9"));

        assertThat(Member.of(before).saysTheSameAs(Member.of(after))).isTrue();
        assertThat(Member.of(before).saysTheSameAs(Member.of(before.withLabel("more", "x"))))
                .isFalse();
        assertThat(Member.of(before)
                        .saysTheSameAs(Member.of(before.withStatus(status -> status.with("phase", "Failed")))))
                .isFalse();
    }

    @Test
    void nothingIsWrittenWhenNothingIsToBeDone() {
        var kubia = Scenario.of(true, 2).healthy();
        long version = kubia.store.now().version();

        kubia.passAnew();

        assertThat(kubia.store.now().version()).isEqualTo(version);
        assertThat(kubia.plan().actions()).isEmpty();
    }
}
