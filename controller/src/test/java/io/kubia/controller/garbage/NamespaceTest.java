package io.kubia.controller.garbage;

import static io.kubia.controller.garbage.World.map;
import static io.kubia.controller.garbage.World.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.controller.json.Json;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Condition;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.DeleteOptions.Propagation;
import io.kubia.controller.registry.Part;
import io.kubia.controller.simulation.SetManifest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to a namespace that is deleted. */
class NamespaceTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private KubeObject namespace(String name) {
        return world.create(KubeObject.named(ResourceTypes.NAMESPACE, "", name));
    }

    /** One of every kind, the pods running. */
    static void fill(World world, String namespace) {
        var set = world.create(SetManifest.kubia(true, 1).withMetadata("namespace", Json.of(namespace)));
        world.create(pod(namespace, "kubia-0"), set);
        world.create(pod(namespace, "bare"));
        world.create(map(namespace, "map"));
        world.create(World.of(ResourceTypes.SECRET, namespace, "secret", ""));
        world.create(World.of(ResourceTypes.SERVICE_ACCOUNT, namespace, "default", ""));
        world.create(World.of(ResourceTypes.SERVICE, namespace, "service", "{spec: {ports: [{port: 80}]}}"));
        world.create(World.of(ResourceTypes.ENDPOINTS, namespace, "service", ""));
        world.create(
                World.of(ResourceTypes.ENDPOINT_SLICE, namespace, "service-1", "{addressType: IPv4, endpoints: []}"));
        world.create(World.of(ResourceTypes.PERSISTENT_VOLUME_CLAIM, namespace, "claim", """
                {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}}
                """));
        world.create(
                World.of(ResourceTypes.CONTROLLER_REVISION, namespace, "revision", "{revision: 1, data: {spec: {}}}"));
        world.create(World.of(ResourceTypes.LEASE, namespace, "lease", ""));
        world.create(World.of(
                ResourceTypes.POD_DISRUPTION_BUDGET, namespace, "budget", "{spec: {minAvailable: 1, selector: {}}}"));
        world.create(World.of(ResourceTypes.NETWORK_POLICY, namespace, "policy", "{spec: {podSelector: {}}}"));
        world.create(event(namespace, "event"));
        assertThat(world.contents(namespace).stream().map(KubeObject::type).distinct())
                .containsExactlyInAnyOrderElementsOf(ResourceTypes.ALL.stream()
                        .filter(type -> type.namespaced())
                        .toList());
    }

    static KubeObject event(String namespace, String name) {
        return World.of(ResourceTypes.EVENT, namespace, name, """
                {reason: Tested, message: m, type: Normal,
                 involvedObject: {kind: Pod, namespace: %s, name: kubia-0}}
                """.formatted(namespace));
    }

    @Test
    void everythingInItGoesBeforeIt() {
        var namespace = namespace("mine");
        fill(world, "mine");
        fill(world, "default");
        int others = world.contents("default").size();
        world.settle();

        world.delete(namespace, Propagation.BACKGROUND);
        assertThat(world.get(namespace).status().text("phase")).isEqualTo("Terminating");
        assertThat(world.has(namespace)).isTrue();
        world.settle();

        assertThat(world.contents("mine")).isEmpty();
        assertThat(world.has(namespace)).isFalse();
        assertThat(world.contents("default")).hasSize(others);
    }

    @Test
    void anEmptyOneGoesAtOnce() {
        var namespace = namespace("mine");
        world.delete(namespace, Propagation.BACKGROUND);
        world.settle();
        assertThat(world.has(namespace)).isFalse();
    }

    @Test
    void itSaysWhatItWaitsFor() {
        var namespace = namespace("mine");
        var held = world.create(map("mine", "held").withFinalizers(List.of("example.com/holds")));
        world.create(map("mine", "free"));
        world.delete(namespace, Propagation.BACKGROUND);
        world.settle();

        assertThat(message(namespace, "NamespaceContentRemaining", true))
                .isEqualTo("Some resources are remaining: configmaps. has 1 resource instances");
        assertThat(message(namespace, "NamespaceFinalizersRemaining", true))
                .isEqualTo("Some content in the namespace has finalizers remaining: example.com/holds in 1 resource"
                        + " instances");
        assertThat(message(namespace, "NamespaceDeletionContentFailure", false))
                .isEqualTo("All content successfully deleted, may be waiting on finalization");

        world.registry.change(held.key(), Part.WHOLE, now -> now.withFinalizers(List.of()), false);
        world.settle();
        assertThat(world.has(namespace)).isFalse();
    }

    @Test
    void nothingNewCanBeMadeInIt() {
        var namespace = namespace("mine");
        world.create(map("mine", "held").withFinalizers(List.of("example.com/holds")));
        world.delete(namespace, Propagation.BACKGROUND);
        world.settle();
        assertThatThrownBy(() -> world.create(map("mine", "late")))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("because it is being terminated");
    }

    @Test
    void aFinalizerOfItsOwnKeepsItAfterwards() {
        var namespace = world.create(
                KubeObject.named(ResourceTypes.NAMESPACE, "", "mine").withFinalizers(List.of("example.com/holds")));
        world.create(map("mine", "map"));
        world.delete(namespace, Propagation.BACKGROUND);
        world.settle();
        assertThat(world.contents("mine")).isEmpty();
        assertThat(world.has(namespace)).isTrue();

        world.registry.change(namespace.key(), Part.WHOLE, now -> now.withFinalizers(List.of()), false);
        world.settle();
        assertThat(world.has(namespace)).isFalse();
    }

    @Test
    void othersLiveOn() {
        var namespace = namespace("mine");
        world.create(map("mine", "map"));
        world.settle();
        assertThat(world.contents("mine")).hasSize(1);
        assertThat(world.get(namespace).status().text("phase")).isEqualTo("Active");
        assertThatThrownBy(() -> world.registry.delete(
                        KubeObject.named(ResourceTypes.NAMESPACE, "", "default").key(), DeleteOptions.DEFAULT))
                .isInstanceOf(ApiException.class);
    }

    private String message(KubeObject namespace, String type, boolean isTrue) {
        var condition = Condition.in(world.get(namespace), type).orElseThrow();
        assertThat(condition.isTrue()).isEqualTo(isTrue);
        return String.valueOf(condition.message());
    }
}
