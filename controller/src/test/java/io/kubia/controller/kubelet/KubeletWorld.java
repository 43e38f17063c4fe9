package io.kubia.controller.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.event.EventRecorder;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.kubelet.env.PodFacts.NodeResources;
import io.kubia.controller.kubelet.probe.ProbeResult;
import io.kubia.controller.kubelet.probe.Prober;
import io.kubia.controller.model.Condition;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.runtime.Container;
import io.kubia.controller.runtime.ContainerId;
import io.kubia.controller.runtime.FakeRuntime;
import io.kubia.controller.store.MemoryObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A store, a registry, a fake runtime and a kubelet, at a time that stands until it is moved. */
final class KubeletWorld {
    static final String NODE = "here";

    final SimulatedWork work;
    final MemoryObjectStore store = new MemoryObjectStore();
    final Registry registry;
    final FakeRuntime runtime;
    final Set<String> fieldPaths = new TreeSet<>();
    final List<String> events = new ArrayList<>();
    final Map<String, ProbeResult> answers = new HashMap<>();
    Kubelet kubelet;
    private int uids;

    KubeletWorld() {
        this(new SimulatedWork());
    }

    KubeletWorld(SimulatedWork work) {
        this.work = work;
        this.runtime = new FakeRuntime(work);
        this.registry = new Registry(store, work, this::nextUid);
        registry.createInitialNamespaces();
        this.kubelet = newKubelet();
    }

    private String nextUid() {
        return "00000000-0000-4000-8000-" + "%012d".formatted(++uids);
    }

    private Kubelet newKubelet() {
        var recorder = new EventRecorder() {
            @Override
            public void record(KubeObject about, Kind kind, String reason, String message) {
                events.add(about.name() + " " + kind + " " + reason + ": " + message);
            }

            @Override
            public void record(KubeObject about, String fieldPath, Kind kind, String reason, String message) {
                fieldPaths.add(fieldPath);
                record(about, kind, reason, message);
            }
        };
        Prober prober = (check, address, access, timeout) ->
                answers.getOrDefault(String.valueOf(check), new ProbeResult(true, ""));
        return new Kubelet(
                KubeletConfig.of(NODE, "192.0.2.2", new NodeResources(2000, 1L << 30)),
                store,
                registry,
                runtime,
                recorder,
                prober,
                work);
    }

    void start() {
        try {
            kubelet.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        work.settle();
    }

    /** The control plane is killed and starts again. What lives lives on. */
    void crash() {
        kubelet.close();
        work.forgetAll();
        kubelet = newKubelet();
    }

    void pass(Duration duration) {
        var end = work.now().plus(duration);
        work.settle();
        for (var next = runtime.nextDeadline();
                next.isPresent() && !next.get().isAfter(end);
                next = runtime.nextDeadline()) {
            work.pass(Duration.between(work.now(), next.get()));
            runtime.killOverdue();
            work.settle();
        }
        work.pass(Duration.between(work.now(), end));
    }

    /** Creates what a manifest says; pods are bound to our node. */
    KubeObject create(ResourceType type, String yaml) {
        try {
            var json = YamlText.parseAll(yaml).getFirst().asObject();
            var object = KubeObject.of(type, json).withMetadata("namespace", Json.of("default"));
            return registry.create(object, false);
        } catch (JsonException e) {
            throw new AssertionError(e);
        }
    }

    KubeObject createPod(String yaml) {
        return create(ResourceTypes.POD, yaml);
    }

    /** A pod with one container. */
    KubeObject createPod(String name, String more) {
        return createPod("""
                metadata: {name: %s}
                spec:
                  nodeName: here
                  terminationGracePeriodSeconds: 30
                  restartPolicy: Always
                  containers:
                  - name: main
                    image: app:1
                %s
                """.formatted(name, more.indent(4)));
    }

    static ObjectKey key(String pod) {
        return ObjectKey.of(ResourceTypes.POD, "default", pod);
    }

    Optional<KubeObject> find(String pod) {
        return registry.now().get(key(pod));
    }

    KubeObject pod(String name) {
        return registry.get(key(name));
    }

    String phase(String pod) {
        return pod(pod).status().text("phase", "");
    }

    boolean isReady(String pod) {
        return Condition.in(pod(pod), "Ready").filter(Condition::isTrue).isPresent();
    }

    JsonObject containerStatus(String pod) {
        return pod(pod).status().array("containerStatuses").objects().getFirst();
    }

    String waiting(String pod) {
        return containerStatus(pod).object("state").object("waiting").text("reason", "");
    }

    Container newest(String pod) {
        return runtime.newest(pod, "main").orElseThrow();
    }

    ContainerId id(String pod) {
        return newest(pod).id();
    }

    void delete(String pod) {
        registry.delete(key(pod), DeleteOptions.DEFAULT);
    }

    void deleteByForce(String pod) {
        registry.delete(key(pod), DeleteOptions.DEFAULT.withGrace(0));
    }

    /** Those about a pod, without its name. */
    List<String> events(String pod) {
        return events.stream()
                .filter(event -> event.startsWith(pod + " "))
                .map(event -> event.substring(pod.length() + 1))
                .toList();
    }

    void assertLiving(int count) {
        assertThat(runtime.living()).hasSize(count);
    }
}
