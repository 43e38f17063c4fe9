package io.kubia.controller.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.MemoryObjectStore;
import io.kubia.controller.store.Selection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoredEventsTest {
    private static final Instant START = Instant.parse("2026-11-24T20:00:00Z");

    private final AtomicLong ids = new AtomicLong();
    private Instant now = START;
    private final MemoryObjectStore store = new MemoryObjectStore();
    private final InstantSource clock = () -> now;
    private final Registry registry = new Registry(store, clock, () -> "id-" + ids.incrementAndGet());
    private final StoredEvents events = new StoredEvents(registry, clock);
    private final EventRecorder recorder = events.recorder("kubelet", "here");
    private final KubeObject map;

    StoredEventsTest() {
        registry.createInitialNamespaces();
        map = registry.create(KubeObject.named(ResourceTypes.CONFIG_MAP, "default", "shop"), false);
    }

    @Test
    void anEventIsAnObjectAsInKubernetes() {
        recorder.record(map, "data.key", EventRecorder.Kind.WARNING, "Spilled", "all of it");
        events.drain();

        var event = only();
        assertThat(event.name()).isEqualTo("shop." + Long.toHexString(START.getEpochSecond() * 1_000_000_000));
        assertThat(event.json().without("metadata"))
                .isEqualTo(JsonObject.builder()
                        .put("apiVersion", "v1")
                        .put("kind", "Event")
                        .put(
                                "involvedObject",
                                JsonObject.builder()
                                        .put("apiVersion", "v1")
                                        .put("kind", "ConfigMap")
                                        .put("name", "shop")
                                        .put("namespace", "default")
                                        .put("uid", map.uid())
                                        .put("resourceVersion", Long.toString(map.resourceVersion()))
                                        .put("fieldPath", "data.key")
                                        .build())
                        .put("reason", "Spilled")
                        .put("message", "all of it")
                        .put(
                                "source",
                                JsonObject.of("component", Json.of("kubelet")).with("host", "here"))
                        .put("firstTimestamp", "2026-11-24T20:00:00Z")
                        .put("lastTimestamp", "2026-11-24T20:00:00Z")
                        .put("count", 1)
                        .put("type", "Warning")
                        .put("reportingComponent", "kubelet")
                        .put("reportingInstance", "here")
                        .build());
    }

    @Test
    void theSameAgainCountsUp() {
        for (int i = 0; i < 3; i++) {
            recorder.normal(map, "Pulled", "once more");
            events.drain();
            now = now.plusSeconds(10);
        }

        var event = only();
        assertThat(event.json().number("count")).hasValue(3);
        assertThat(event.json().text("firstTimestamp")).isEqualTo("2026-11-24T20:00:00Z");
        assertThat(event.json().text("lastTimestamp")).isEqualTo("2026-11-24T20:00:20Z");
    }

    @Test
    void anotherMessageReasonTypePartOrSourceIsAnotherEvent() {
        recorder.normal(map, "Pulled", "a");
        recorder.normal(map, "Pulled", "b");
        recorder.normal(map, "Pushed", "a");
        recorder.warning(map, "Pulled", "a");
        recorder.record(map, "data", EventRecorder.Kind.NORMAL, "Pulled", "a");
        events.recorder("scheduler", "").normal(map, "Pulled", "a");
        events.drain();

        assertThat(all()).hasSize(6);
    }

    @Test
    void manyThatDifferInTheirMessageBecomeOne() {
        for (int i = 0; i < 20; i++) {
            recorder.normal(map, "Pulled", "number " + i);
        }
        events.drain();

        assertThat(all()).hasSize(10);
        assertThat(all().stream().map(event -> event.json().text("message")))
                .contains("number 8", "(combined from similar events): number 19");
    }

    @Test
    void ofTooManyAboutOneObjectNothingIsKept() {
        var other = map.withMetadata("name", Json.of("other"));
        for (int i = 0; i < 40; i++) {
            recorder.normal(map, "Reason" + i, "a");
        }
        recorder.normal(other, "Pulled", "a");
        events.drain();
        assertThat(all()).hasSize(26);

        now = now.plus(Duration.ofMinutes(5));
        recorder.normal(map, "Late", "a");
        events.drain();
        assertThat(all()).hasSize(27);
    }

    @Test
    void eventsOfWhatHasNoNamespaceAreInDefault() {
        var node = registry.create(KubeObject.named(ResourceTypes.NODE, "", "here"), false);
        recorder.normal(node, "Starting", "Starting kubelet.");
        events.drain();

        assertThat(only().namespace()).isEqualTo("default");
    }

    @Test
    void whatIsGoneIsWrittenAnew() {
        recorder.normal(map, "Pulled", "a");
        events.drain();
        registry.delete(only().key(), DeleteOptions.DEFAULT);
        recorder.normal(map, "Pulled", "a");
        events.drain();

        assertThat(only().json().number("count")).hasValue(2);
    }

    @Test
    void recordingFailsForNobody() {
        var nowhere = KubeObject.named(ResourceTypes.CONFIG_MAP, "nowhere", "shop");
        recorder.normal(nowhere, "Pulled", "a");
        for (int i = 0; i < 3000; i++) {
            recorder.normal(map, "Pulled", "a");
        }
        events.drain();

        assertThat(all()).hasSize(1);
    }

    @Test
    void aThreadOfItsOwnWrites() throws Exception {
        var written = new CountDownLatch(1);
        try (var watch =
                store.watch(Selection.all(ResourceTypes.EVENT), store.now().version(), change -> written.countDown())) {
            events.start();
            recorder.normal(map, "Pulled", "a");
            assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(watch).isNotNull();
        }
        recorder.normal(map, "Pushed", "a");
        events.close();

        assertThat(all()).hasSize(2);
    }

    private KubeObject only() {
        assertThat(all()).hasSize(1);
        return all().getFirst();
    }

    private List<KubeObject> all() {
        var found = registry.now().list(Selection.all(ResourceTypes.EVENT));
        assertThat(found)
                .allMatch(event -> registry.now()
                        .get(ObjectKey.of(ResourceTypes.EVENT, event.namespace(), event.name()))
                        .isPresent());
        return found;
    }
}
