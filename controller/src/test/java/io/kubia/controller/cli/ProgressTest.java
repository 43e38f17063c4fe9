package io.kubia.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.Condition;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.OwnerReference;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final ObjectKey SET = ObjectKey.of(ResourceTypes.STATEFUL_SET, "default", "kubia");

    private final List<KubeObject> present = new ArrayList<>();
    private final StringWriter printed = new StringWriter();

    @Test
    void aSetIsReadyWhenItsPodsAre() throws InterruptedException {
        present.addAll(List.of(set(2), pod("default", "kubia-0", "True"), pod("default", "kubia-1", "True")));

        assertThat(isReady(SET)).isTrue();
        assertThat(printed.toString().lines())
                .containsExactly(
                        "kubia-0 is ready at 127.244.0.2 after 0.0 s", "kubia-1 is ready at 127.244.0.2 after 0.0 s");
    }

    @Test
    void theStatusOfASetThatWasStoppedIsNotBelieved() throws InterruptedException {
        present.add(set(2));

        assertThat(isReady(SET)).isFalse();
    }

    @Test
    void aPodThatIsNotReadyIsWaitedFor() throws InterruptedException {
        present.addAll(List.of(set(2), pod("default", "kubia-0", "True"), pod("default", "kubia-1", "False")));

        assertThat(isReady(SET)).isFalse();
    }

    @Test
    void podsOfTheSameNameInAnotherNamespaceAreOthers() throws InterruptedException {
        present.addAll(List.of(set(1), pod("default", "kubia-0", "True"), pod("other", "kubia-0", "False")));

        assertThat(isReady(SET)).isTrue();
    }

    private boolean isReady(ObjectKey set) throws InterruptedException {
        return new Progress(List.of(set), NOW, InstantSource.fixed(NOW), new PrintWriter(printed, true))
                .await(new Present(), Duration.ZERO);
    }

    private static KubeObject set(int ready) {
        return KubeObject.named(ResourceTypes.STATEFUL_SET, "default", "kubia")
                .withMetadata("generation", Json.of(1))
                .withSpec(JsonObject.EMPTY.with("replicas", ready))
                .withStatus(JsonObject.EMPTY.with("observedGeneration", 1).with("readyReplicas", ready));
    }

    private static KubeObject pod(String namespace, String name, String ready) {
        var conditions = new Condition("Ready", ready, NOW, null, null).putInto(JsonArray.of());
        return KubeObject.named(ResourceTypes.POD, namespace, name)
                .withMetadata("uid", Json.of(namespace + name))
                .withOwners(List.of(new OwnerReference("apps/v1", "StatefulSet", "kubia", "set-uid", true, true)))
                .withStatus(JsonObject.EMPTY
                        .with("phase", "Running")
                        .with("podIP", "127.244.0.2")
                        .with("conditions", conditions));
    }

    /** Tells of what is there, and of no changes. */
    private final class Present implements Cluster {
        @Override
        public Applied apply(KubeObject manifest) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void scale(String namespace, String set, int replicas) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Watch watch(ResourceType type, String namespace, Consumer<KubeObject> told) {
            present.stream().filter(object -> object.type().equals(type)).forEach(told);
            return () -> {};
        }
    }
}
