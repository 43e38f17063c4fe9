package io.kubia.controller.registry;

import static io.kubia.controller.registry.TestRegistry.START;
import static io.kubia.controller.registry.TestRegistry.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions.Propagation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DeletionTest {
    private static final String BOUND_POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec:
              nodeName: here
              terminationGracePeriodSeconds: 20
              containers: [{name: web, image: web}]
            """;
    private static final String MAP = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: web}
            """;

    private final TestRegistry world = new TestRegistry();
    private final Registry registry = world.registry;

    @Test
    void aPodOnANodeIsMarkedAndGoesWhenItsGraceIsSetToNothing() {
        var pod = world.create(BOUND_POD);

        var marked = registry.delete(pod.key(), DeleteOptions.DEFAULT);

        assertThat(marked.deletionTimestamp()).contains(START.plusSeconds(20));
        assertThat(marked.metadata().number("deletionGracePeriodSeconds")).hasValue(20);
        assertThat(there(pod)).isTrue();

        registry.delete(pod.key(), DeleteOptions.DEFAULT.withGrace(0).onlyUid(pod.uid()));

        assertThat(there(pod)).isFalse();
    }

    @Test
    void graceIsOnlyEverShortened() {
        var pod = world.create(BOUND_POD);
        registry.delete(pod.key(), DeleteOptions.DEFAULT.withGrace(50));
        world.advance(10);

        var longer = registry.delete(pod.key(), DeleteOptions.DEFAULT.withGrace(60));
        var unsaid = registry.delete(pod.key(), DeleteOptions.DEFAULT);
        var shorter = registry.delete(pod.key(), DeleteOptions.DEFAULT.withGrace(5));

        assertThat(longer.deletionTimestamp()).contains(START.plusSeconds(50));
        assertThat(unsaid.deletionTimestamp()).contains(START.plusSeconds(50));
        assertThat(shorter.deletionTimestamp()).contains(START.plusSeconds(5));
        assertThat(shorter.metadata().number("deletionGracePeriodSeconds")).hasValue(5);
    }

    @Test
    void aPodThatRunsNowhereGoesAtOnce() {
        var unbound = world.create(BOUND_POD.replace("nodeName: here", "hostname: x"));
        var ended = world.create(BOUND_POD.replace("web}\n", "ended}\n"));
        registry.change(
                ended.key(), Part.STATUS, pod -> pod.withStatus(status -> status.with("phase", "Succeeded")), false);

        registry.delete(unbound.key(), DeleteOptions.DEFAULT);
        registry.delete(ended.key(), DeleteOptions.DEFAULT);

        assertThat(there(unbound)).isFalse();
        assertThat(there(ended)).isFalse();
    }

    @Test
    void finalizersKeepAnObjectUntilTheLastIsTaken() {
        var map = registry.create(TestRegistry.object(MAP).withFinalizers(List.of("a.io/one", "a.io/two")), false);

        var marked = registry.delete(map.key(), DeleteOptions.DEFAULT);
        assertThat(marked.deletionTimestamp()).contains(START);
        assertThat(marked.metadata().number("deletionGracePeriodSeconds")).hasValue(0);
        assertThat(registry.delete(map.key(), DeleteOptions.DEFAULT)).isEqualTo(marked);

        assertThat(refusal(() -> registry.change(
                        map.key(), Part.WHOLE, now -> now.withFinalizers(List.of("a.io/one", "a.io/three")), false)))
                .isEqualTo(
                        "422 Invalid: ConfigMap \"web\" is invalid: metadata.finalizers: Forbidden: no new finalizers can"
                                + " be added if the object is being deleted, found new finalizers []string{\"a.io/three\"}");
        registry.change(map.key(), Part.WHOLE, now -> now.withFinalizers(List.of("a.io/two")), false);
        assertThat(there(map)).isTrue();
        registry.change(map.key(), Part.WHOLE, now -> now.withFinalizers(List.of()), false);
        assertThat(there(map)).isFalse();
    }

    @Test
    void aPodWithFinalizersGoesWhenBothItsGraceIsOverAndTheyAreTaken() {
        var pod = registry.create(TestRegistry.object(BOUND_POD).withFinalizers(List.of("a.io/one")), false);
        registry.delete(pod.key(), DeleteOptions.DEFAULT);

        var over = registry.delete(pod.key(), DeleteOptions.DEFAULT.withGrace(0));
        assertThat(over.metadata().number("deletionGracePeriodSeconds")).hasValue(0);
        assertThat(there(pod)).isTrue();

        registry.change(pod.key(), Part.WHOLE, now -> now.withFinalizers(List.of()), false);
        assertThat(there(pod)).isFalse();
    }

    @Test
    void aPodInItsGraceIsKeptWhenItsFinalizersAreTaken() {
        var pod = registry.create(TestRegistry.object(BOUND_POD).withFinalizers(List.of("a.io/one")), false);
        registry.delete(pod.key(), DeleteOptions.DEFAULT);

        registry.change(pod.key(), Part.WHOLE, now -> now.withFinalizers(List.of()), false);

        assertThat(there(pod)).isTrue();
    }

    @Test
    void dependentsAreDeletedAfterwardsBeforeOrNotAtAll() {
        var map = world.create(MAP);
        assertThat(registry.delete(map.key(), propagation(Propagation.FOREGROUND))
                        .finalizers())
                .containsExactly("foregroundDeletion");
        assertThat(registry.delete(map.key(), propagation(Propagation.ORPHAN)).finalizers())
                .containsExactly("orphan");

        registry.delete(map.key(), propagation(Propagation.BACKGROUND));

        assertThat(there(map)).isFalse();
    }

    @Test
    void preconditionsProtectWhatIsNotMeant() {
        var map = world.create(MAP);

        assertThat(refusal(() -> registry.delete(map.key(), DeleteOptions.DEFAULT.onlyUid("other"))))
                .isEqualTo(
                        "409 Conflict: Operation cannot be fulfilled on configmaps \"web\": the UID in the precondition"
                                + " (other) does not match the UID in record (" + map.uid()
                                + "). The object might have been deleted and then recreated");
        var otherVersion = new DeleteOptions(
                OptionalLong.empty(), Optional.empty(), Optional.empty(), OptionalLong.of(999), false);
        assertThat(refusal(() -> registry.delete(map.key(), otherVersion)))
                .isEqualTo(
                        "409 Conflict: Operation cannot be fulfilled on configmaps \"web\": the ResourceVersion in the"
                                + " precondition (999) does not match the ResourceVersion in record ("
                                + map.resourceVersion()
                                + "). The object might have been modified");
        assertThat(refusal(() -> registry.delete(
                        ObjectKey.of(ResourceTypes.CONFIG_MAP, "default", "none"), DeleteOptions.DEFAULT)))
                .isEqualTo("404 NotFound: configmaps \"none\" not found");
    }

    @Test
    void aDryRunDeletesNothing() {
        var pod = world.create(BOUND_POD);
        var dry =
                new DeleteOptions(OptionalLong.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), true);

        assertThat(registry.delete(pod.key(), dry).isBeingDeleted()).isTrue();

        assertThat(registry.get(pod.key())).isEqualTo(pod);
    }

    @Test
    void aNamespaceTakesNothingNewAndGoesWhenItIsFinalized() {
        var namespace = registry.create(KubeObject.named(ResourceTypes.NAMESPACE, "", "shop"), false);
        assertThat(namespace.label("kubernetes.io/metadata.name")).isEqualTo("shop");
        assertThat(namespace.status().text("phase")).isEqualTo("Active");

        registry.delete(namespace.key(), DeleteOptions.DEFAULT);

        var going = registry.get(namespace.key());
        assertThat(going.status().text("phase")).isEqualTo("Terminating");
        assertThat(going.metadata().has("deletionGracePeriodSeconds")).isFalse();
        assertThat(registry.delete(namespace.key(), DeleteOptions.DEFAULT)).isEqualTo(going);
        assertThat(refusal(() -> registry.create(inNamespace(ResourceTypes.CONFIG_MAP, "shop"), false)))
                .isEqualTo(
                        "403 Forbidden: configmaps \"late\" is forbidden: unable to create new content in namespace shop"
                                + " because it is being terminated");

        registry.change(
                namespace.key(),
                Part.FINALIZERS,
                now -> now.withSpec(JsonObject.of("finalizers", JsonArray.EMPTY)),
                false);

        assertThat(there(namespace)).isFalse();
        assertThat(refusal(() -> registry.create(inNamespace(ResourceTypes.CONFIG_MAP, "shop"), false)))
                .isEqualTo("404 NotFound: namespaces \"shop\" not found");
    }

    @Test
    void onlyFinalizingTakesANamespacesFinalizer() {
        var namespace = registry.create(KubeObject.named(ResourceTypes.NAMESPACE, "", "shop"), false);

        registry.change(namespace.key(), Part.WHOLE, now -> now.withSpec(JsonObject.EMPTY), false);

        assertThat(registry.get(namespace.key())).isEqualTo(namespace);
    }

    @Test
    void aClusterKeepsItsNamespaces() {
        for (var name : List.of("default", "kube-system", "kube-public")) {
            assertThat(refusal(
                            () -> registry.delete(ObjectKey.of(ResourceTypes.NAMESPACE, name), DeleteOptions.DEFAULT)))
                    .isEqualTo("403 Forbidden: namespaces \"" + name
                            + "\" is forbidden: this namespace may not be deleted");
        }
    }

    private static DeleteOptions propagation(Propagation propagation) {
        return new DeleteOptions(
                OptionalLong.empty(), Optional.of(propagation), Optional.empty(), OptionalLong.empty(), false);
    }

    private static KubeObject inNamespace(ResourceType type, String namespace) {
        return KubeObject.named(type, namespace, "late");
    }

    private boolean there(KubeObject object) {
        return registry.now().get(object.key()).isPresent();
    }
}
