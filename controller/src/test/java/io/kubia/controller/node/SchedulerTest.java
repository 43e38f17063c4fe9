package io.kubia.controller.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.kubelet.SimulatedWork;
import io.kubia.controller.loop.Outcome;
import io.kubia.controller.model.Condition;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.MemoryObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulerTest {
    private static final ObjectKey POD = ObjectKey.of(ResourceTypes.POD, "default", "kubia-0");
    private static final ObjectKey CLAIM =
            ObjectKey.of(ResourceTypes.PERSISTENT_VOLUME_CLAIM, "default", "data-kubia-0");
    private static final NodeFacts NODE = new NodeFacts(
            "here",
            "192.0.2.2",
            "v1.33.0-kubia",
            "process://25",
            2,
            1L << 32,
            1L << 34,
            100,
            "linux",
            "amd64",
            "Debian",
            "6.1",
            "m",
            "b");

    private final SimulatedWork clock = new SimulatedWork();
    private final MemoryObjectStore store = new MemoryObjectStore();
    private int uids;
    private final Registry registry =
            new Registry(store, clock, () -> "00000000-0000-4000-8000-" + "%012d".formatted(++uids));
    private final List<String> events = new ArrayList<>();
    private final Scheduler scheduler = new Scheduler(
            registry,
            (about, kind, reason, message) -> events.add(about.name() + " " + reason + ": " + message),
            clock);

    @BeforeEach
    void namespaces() {
        registry.createInitialNamespaces();
    }

    private void node() {
        new NodeRegistrar(
                        registry,
                        (about, kind, reason, message) -> events.add(about.name() + " " + reason + ": " + message),
                        clock)
                .register(NODE);
        events.clear();
    }

    private KubeObject create(ResourceType type, String yaml) {
        try {
            return registry.create(
                    KubeObject.of(type, YamlText.parseAll(yaml).getFirst().asObject())
                            .withMetadata("namespace", Json.of("default")),
                    false);
        } catch (JsonException e) {
            throw new AssertionError(e);
        }
    }

    private void pod(String more) {
        create(
                ResourceTypes.POD,
                "{metadata: {name: kubia-0}, spec: {containers: [{name: a, image: 'i:1'}]" + more + "}}");
    }

    private void podWithClaim() {
        pod(", volumes: [{name: data, persistentVolumeClaim: {claimName: data-kubia-0}}]");
    }

    private void claim(String phase) {
        create(
                ResourceTypes.PERSISTENT_VOLUME_CLAIM,
                "{metadata: {name: data-kubia-0}, spec: {accessModes: [ReadWriteOnce], "
                        + "resources: {requests: {storage: 1Mi}}, storageClassName: ''}}");
        registry.change(CLAIM, Part.STATUS, claim -> claim.withStatus(status -> status.with("phase", phase)), false);
    }

    /** What the scheduler does about the pod after its silence is over. */
    private void schedule() {
        if (scheduler.reconcile(POD) instanceof Outcome.Again(var after)) {
            clock.pass(after);
            scheduler.reconcile(POD);
        }
    }

    private String message() {
        return String.valueOf(
                Condition.in(registry.get(POD), "PodScheduled").orElseThrow().message());
    }

    @Test
    void aPodGoesToOurNode() {
        node();
        pod("");
        schedule();

        assertThat(registry.get(POD).spec().text("nodeName")).isEqualTo("here");
        assertThat(Condition.in(registry.get(POD), "PodScheduled").orElseThrow().isTrue())
                .isTrue();
        assertThat(events).containsExactly("kubia-0 Scheduled: Successfully assigned default/kubia-0 to here");
    }

    @Test
    void claimsAreWaitedForAndTheirChangeIsHeard() {
        node();
        podWithClaim();
        schedule();
        assertThat(message()).isEqualTo("0/1 nodes are available: 1 persistentvolumeclaim \"data-kubia-0\" not found.");
        claim("Pending");
        schedule();
        assertThat(message()).isEqualTo("0/1 nodes are available: 1 pod has unbound immediate PersistentVolumeClaims.");
        schedule();
        assertThat(events).as("each reason once").hasSize(2);

        registry.change(CLAIM, Part.STATUS, claim -> claim.withStatus(status -> status.with("phase", "Bound")), false);
        var keys = new ArrayList<ObjectKey>();
        scheduler.affected(new Change.Added(registry.get(CLAIM)), registry.now(), keys::add);
        assertThat(keys).containsExactly(POD);
        schedule();
        assertThat(registry.get(POD).spec().text("nodeName")).isEqualTo("here");
    }

    @Test
    void nothingIsSaidOfAShortWait() {
        node();
        podWithClaim();
        assertThat(scheduler.reconcile(POD)).isEqualTo(Outcome.again(Duration.ofMillis(200)));
        assertThat(events).isEmpty();
    }

    @Test
    void aClaimThatWaitsForItsConsumerIsToldTheNode() {
        node();
        create(
                ResourceTypes.PERSISTENT_VOLUME_CLAIM,
                "{metadata: {name: data-kubia-0}, spec: {accessModes: [ReadWriteOnce], "
                        + "resources: {requests: {storage: 1Mi}}, storageClassName: late}}");
        registry.create(
                KubeObject.named(ResourceTypes.STORAGE_CLASS, "", "late")
                        .with("provisioner", Json.of("x/y"))
                        .with("volumeBindingMode", Json.of("WaitForFirstConsumer")),
                false);
        podWithClaim();
        schedule();
        assertThat(registry.get(CLAIM).annotation("volume.kubernetes.io/selected-node"))
                .isEqualTo("here");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ", nodeSelector: {disk: ssd} | 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.",
                ", schedulingGates: [{name: wait}] | Scheduling is blocked due to non-empty scheduling gates",
            })
    void whyNot(String more, String message) {
        node();
        pod(more);
        schedule();
        assertThat(message()).isEqualTo(message);
        assertThat(registry.get(POD).spec().has("nodeName")).isFalse();
    }

    @Test
    void aCordonedNodeTakesNothing() {
        node();
        registry.change(
                ObjectKey.of(ResourceTypes.NODE, "here"),
                Part.WHOLE,
                node -> node.withSpec(spec -> spec.with("unschedulable", true)),
                false);
        pod("");
        schedule();
        assertThat(message()).isEqualTo("0/1 nodes are available: 1 node(s) were unschedulable.");

        var keys = new ArrayList<ObjectKey>();
        scheduler.affected(
                new Change.Added(registry.get(ObjectKey.of(ResourceTypes.NODE, "here"))), registry.now(), keys::add);
        assertThat(keys).containsExactly(POD);
    }

    @Test
    void withoutANodeItWaits() {
        pod("");
        schedule();
        assertThat(message()).isEqualTo("no nodes available to schedule pods");
    }

    @Test
    void theNodeIsToldOfOnceAndKeepsWhatUsersSay() {
        node();
        var key = ObjectKey.of(ResourceTypes.NODE, "here");
        registry.change(key, Part.WHOLE, node -> node.withLabel("disk", "ssd"), false);
        clock.pass(Duration.ofMinutes(1));
        node();

        var node = registry.get(key);
        assertThat(node.labels())
                .containsEntry("disk", "ssd")
                .containsEntry("kubernetes.io/hostname", "here")
                .containsEntry("kubernetes.io/os", "linux")
                .containsEntry("kubernetes.io/arch", "amd64");
        assertThat(node.status().object("nodeInfo").text("containerRuntimeVersion"))
                .isEqualTo("process://25");
        assertThat(node.status().object("capacity").text("memory")).isEqualTo("4194304Ki");
        var ready = Condition.in(node, "Ready").orElseThrow();
        assertThat(ready.isTrue()).isTrue();
        assertThat(ready.since()).as("since the first time").isBefore(clock.instant());
        assertThat(NodeFacts.hostName()).isNotEmpty();
    }
}
