package io.kubia.controller.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.kubelet.env.PodFacts.NodeResources;
import io.kubia.controller.kubelet.probe.ProbeResult;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Pod;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.runtime.FakeRuntime;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.MemoryObjectStore;
import io.kubia.controller.store.Selection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A thousand pods on real threads and in real time: all become ready, all go, and no thread is left behind them. */
class KubeletThreadsTest {
    private static final int PODS = 1000;

    @Test
    void aThousandPodsComeAndGo() throws Exception {
        var store = new MemoryObjectStore();
        var registry = new Registry(
                store, InstantSource.system(), () -> UUID.randomUUID().toString());
        registry.createInitialNamespaces();
        var runtime = new FakeRuntime(InstantSource.system());
        var ready = new CountDownLatch(PODS);
        var gone = new CountDownLatch(PODS);
        store.watch(Selection.all(ResourceTypes.POD), registry.now().version(), change -> {
            switch (change) {
                case Change.Modified(var before, var pod) -> {
                    if (Pod.of(pod).isReady() && !Pod.of(before).isReady()) {
                        ready.countDown();
                    }
                }
                case Change.Deleted ignored -> gone.countDown();
                case Change.Added ignored -> {}
            }
        });
        try (var kubelet = new Kubelet(
                KubeletConfig.of("here", "192.0.2.2", new NodeResources(2000, 1L << 30)),
                store,
                registry,
                runtime,
                (about, kind, reason, message) -> {},
                (check, address, access, timeout) -> new ProbeResult(true, ""),
                new ThreadWork(InstantSource.system()))) {
            kubelet.start();
            for (int i = 0; i < PODS; i++) {
                registry.create(pod(i), false);
            }
            assertThat(ready.await(50, TimeUnit.SECONDS)).isTrue();
            assertThat(runtime.living()).hasSize(PODS);

            for (var pod : registry.now().list(Selection.all(ResourceTypes.POD))) {
                registry.delete(pod.key(), DeleteOptions.DEFAULT);
            }
            assertThat(gone.await(50, TimeUnit.SECONDS)).isTrue();
            assertThat(runtime.living()).isEmpty();
        }
    }

    @Test
    void podsAreStoppedFromTheHighestOrdinalDownAndRunAgain() throws Exception {
        var store = new MemoryObjectStore();
        var registry = new Registry(
                store, InstantSource.system(), () -> UUID.randomUUID().toString());
        registry.createInitialNamespaces();
        var runtime = new FakeRuntime(InstantSource.system());
        for (int life = 0; life < 2; life++) {
            var ready = new CountDownLatch(3);
            store.watch(Selection.all(ResourceTypes.POD), registry.now().version(), change -> {
                if (change instanceof Change.Modified(var before, var pod)
                        && Pod.of(pod).isReady()
                        && !Pod.of(before).isReady()) {
                    ready.countDown();
                }
            });
            try (var kubelet = new Kubelet(
                    KubeletConfig.of("here", "192.0.2.2", new NodeResources(2000, 1L << 30)),
                    store,
                    registry,
                    runtime,
                    (about, kind, reason, message) -> {},
                    (check, address, access, timeout) -> new ProbeResult(true, ""),
                    new ThreadWork(InstantSource.system()))) {
                kubelet.start();
                for (int i = 0; i < 3 && life == 0; i++) {
                    registry.create(pod(i), false);
                }
                assertThat(ready.await(50, TimeUnit.SECONDS)).isTrue();
                assertThat(kubelet.stopPods(Duration.ofSeconds(50))).isTrue();
            }
            assertThat(runtime.living()).isEmpty();
            int attempt = life;
            assertThat(runtime.calls())
                    .filteredOn(call -> call.startsWith("stop") && call.contains("#" + attempt))
                    .extracting(call -> call.substring(0, "stop default/p-0".length()))
                    .containsExactly("stop default/p-2", "stop default/p-1", "stop default/p-0");
        }
        assertThat(registry.now().list(Selection.all(ResourceTypes.POD))).hasSize(3);
    }

    private static KubeObject pod(int i) throws JsonException {
        return KubeObject.of(
                ResourceTypes.POD,
                YamlText.parseAll("{metadata: {name: p-" + i
                                + ", namespace: default}, spec: {nodeName: here, containers: "
                                + "[{name: main, image: 'app:1', readinessProbe: {tcpSocket: {port: 80}}}]}}")
                        .getFirst()
                        .asObject());
    }
}
