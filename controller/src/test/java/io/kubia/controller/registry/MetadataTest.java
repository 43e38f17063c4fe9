package io.kubia.controller.registry;

import static io.kubia.controller.registry.TestRegistry.object;
import static io.kubia.controller.registry.TestRegistry.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetadataTest {
    private static final String MAP = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: web, labels: {a: b}}
            data: {key: value}
            """;

    private final TestRegistry world = new TestRegistry();
    private final Registry registry = world.registry;

    @Test
    void theServerSaysWhatOnlyItKnows() {
        var map = world.create("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: web
                  uid: mine
                  creationTimestamp: null
                  deletionTimestamp: "2020-01-01T00:00:00Z"
                  generation: 7
                  selfLink: /somewhere
                  managedFields: [{manager: me}]
                  annotations: {}
                """);

        assertThat(map.metadata().names())
                .containsExactlyInAnyOrder("name", "namespace", "uid", "creationTimestamp", "resourceVersion");
        assertThat(map.uid()).startsWith("id-");
        assertThat(map.creationTimestamp()).isEqualTo(TestRegistry.START);
        assertThat(map.resourceVersion()).isPositive();
    }

    @Test
    void generatedNamesHaveFiveCharactersMore() {
        var names = new HashSet<String>();
        for (int i = 0; i < 500; i++) {
            var name =
                    world.create(MAP.replace("name: web", "generateName: web-")).name();
            assertThat(name).matches("web-[bcdfghjklmnpqrstvwxz2456789]{5}");
            names.add(name);
        }
        assertThat(names).hasSize(500);
    }

    @Test
    void generatedNamesAreNotTooLong() {
        var map = world.create(MAP.replace("name: web", "generateName: " + "x".repeat(70)));

        assertThat(map.name()).hasSize(63);
    }

    @Test
    void aNewObjectHasNoVersionYet() {
        assertThat(refusal(() -> registry.create(object(MAP).withResourceVersion(5), false)))
                .isEqualTo("500 : resourceVersion should not be set on objects to be created");
        assertThat(refusal(() -> registry.create(object(MAP).withResourceVersion(0), false)))
                .isEqualTo("done");
    }

    @Test
    void whatIsThereCannotBeCreatedAgain() {
        world.create(MAP);

        assertThat(refusal(() -> world.create(MAP))).isEqualTo("409 AlreadyExists: configmaps \"web\" already exists");
        assertThat(refusal(() -> registry.create(object(MAP), true)))
                .isEqualTo("409 AlreadyExists: configmaps \"web\" already exists");
    }

    @Test
    void aDryRunSaysWhatWouldBe() {
        var dry = registry.create(object(MAP), true);

        assertThat(dry.uid()).isNotEmpty();
        assertThat(registry.now().get(dry.key())).isEmpty();
    }

    @Test
    void anUpdateOfAnOldVersionIsAConflict() {
        var first = world.create(MAP);
        registry.change(first.key(), Part.WHOLE, now -> now.withLabel("a", "c"), false);

        assertThat(refusal(() -> registry.change(first.key(), Part.WHOLE, now -> first.withLabel("a", "d"), false)))
                .isEqualTo(
                        "409 Conflict: Operation cannot be fulfilled on configmaps \"web\": the object has been modified;"
                                + " please apply your changes to the latest version and try again");
        var unconditional =
                registry.change(first.key(), Part.WHOLE, now -> object(MAP).withLabel("a", "e"), false);
        assertThat(unconditional.label("a")).isEqualTo("e");
        assertThat(unconditional.uid()).isEqualTo(first.uid());
        assertThat(unconditional.creationTimestamp()).isEqualTo(first.creationTimestamp());
    }

    @Test
    void anUpdateOfAnotherObjectOfThatNameIsAConflict() {
        var first = world.create(MAP);

        assertThat(refusal(() -> registry.change(
                        first.key(), Part.WHOLE, now -> now.withMetadata("uid", Json.of("other")), false)))
                .isEqualTo(
                        "409 Conflict: Operation cannot be fulfilled on configmaps \"web\": Precondition failed: UID in"
                                + " precondition: other, UID in object meta: " + first.uid());
    }

    @Test
    void metadataThatStaysCannotBeChanged() {
        var first = world.create(MAP);

        assertThat(refusal(() -> registry.change(
                        first.key(),
                        Part.WHOLE,
                        now -> now.withMetadata("creationTimestamp", Json.of("2020-01-01T00:00:00Z")),
                        false)))
                .isEqualTo("422 Invalid: ConfigMap \"web\" is invalid: metadata.creationTimestamp: Invalid value:"
                        + " \"2020-01-01T00:00:00Z\": field is immutable");
        assertThat(refusal(() -> registry.change(
                        first.key(), Part.WHOLE, now -> now.withMetadata("name", Json.of("other")), false)))
                .isEqualTo(
                        "422 Invalid: ConfigMap \"web\" is invalid: metadata.name: Invalid value: \"other\": field is"
                                + " immutable");
    }

    @Test
    void whatChangesNothingIsNoNewVersion() {
        var first = world.create(MAP);

        var same = registry.change(first.key(), Part.WHOLE, now -> object(MAP), false);

        assertThat(same).isEqualTo(first);
        assertThat(registry.get(first.key()).resourceVersion()).isEqualTo(first.resourceVersion());
    }

    @Test
    void theStatusIsWrittenByItselfAlone() {
        var node = registry.create(
                KubeObject.named(ResourceTypes.NODE, "", "here").withSpec(JsonObject.of("x", Json.of(1))), false);

        var status = registry.change(
                node.key(),
                Part.STATUS,
                now -> now.withStatus(JsonObject.of("y", Json.of(2)))
                        .withSpec(JsonObject.EMPTY)
                        .withLabels(Map.of("a", "b")),
                false);
        var whole = registry.change(
                node.key(), Part.WHOLE, now -> now.withStatus(JsonObject.EMPTY).withLabel("c", "d"), false);

        assertThat(status.spec()).isEqualTo(JsonObject.of("x", Json.of(1)));
        assertThat(status.status()).isEqualTo(JsonObject.of("y", Json.of(2)));
        assertThat(whole.status()).isEqualTo(JsonObject.of("y", Json.of(2)));
        assertThat(whole.labels()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "b", "c", "d"));
    }

    @Test
    void aPodIsBoundToANodeOnce() {
        var pod = world.create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  containers: [{name: web, image: web}]
                """);

        var bound = registry.bind(pod.key(), "here", false);

        assertThat(bound.spec().text("nodeName")).isEqualTo("here");
        assertThat(refusal(() -> registry.bind(pod.key(), "there", false)))
                .isEqualTo(
                        "409 Conflict: Operation cannot be fulfilled on pods \"web\": pod web is already assigned to node"
                                + " \"here\"");
    }
}
