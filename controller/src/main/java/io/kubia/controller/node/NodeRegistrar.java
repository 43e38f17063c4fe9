package io.kubia.controller.node;

import io.kubia.controller.event.EventRecorder;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.Condition;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.model.Timestamps;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Tells the store of our node. Labels, taints and whether it may be scheduled to stay what users made of them. */
public final class NodeRegistrar {
    private final Registry registry;
    private final EventRecorder events;
    private final InstantSource clock;

    public NodeRegistrar(Registry registry, EventRecorder events, InstantSource clock) {
        this.registry = registry;
        this.events = events;
        this.clock = clock;
    }

    /** Makes the node's object, or makes the one that is there true; returns it. */
    public KubeObject register(NodeFacts facts) {
        var key = ObjectKey.of(ResourceTypes.NODE, facts.name());
        boolean isNew = registry.now().get(key).isEmpty();
        if (isNew) {
            registry.create(labelled(KubeObject.named(ResourceTypes.NODE, "", facts.name()), facts), false);
        } else {
            registry.change(key, Part.WHOLE, node -> labelled(node, facts), false);
        }
        var now = clock.instant();
        var node = registry.change(
                key, Part.STATUS, before -> before.withStatus(status(before.status(), facts, now)), false);
        events.normal(node, "Starting", "Starting kubelet.");
        if (isNew) {
            for (var reason : List.of("NodeHasSufficientMemory", "NodeHasNoDiskPressure", "NodeHasSufficientPID")) {
                events.normal(node, reason, "Node " + facts.name() + " status is now: " + reason);
            }
            events.normal(
                    node,
                    "RegisteredNode",
                    "Node " + facts.name() + " event: Registered Node " + facts.name() + " in Controller");
            events.normal(node, "NodeReady", "Node " + facts.name() + " status is now: NodeReady");
        }
        return node;
    }

    private static KubeObject labelled(KubeObject node, NodeFacts facts) {
        return node.withLabel("beta.kubernetes.io/arch", facts.architecture())
                .withLabel("beta.kubernetes.io/os", facts.operatingSystem())
                .withLabel("kubernetes.io/arch", facts.architecture())
                .withLabel("kubernetes.io/hostname", facts.name())
                .withLabel("kubernetes.io/os", facts.operatingSystem());
    }

    private static JsonObject status(JsonObject before, NodeFacts facts, Instant now) {
        return before.with("addresses", addresses(facts))
                .with("allocatable", capacity(facts))
                .with("capacity", capacity(facts))
                .with("conditions", conditions(before.array("conditions"), now))
                .with("nodeInfo", info(facts));
    }

    private static JsonArray addresses(NodeFacts facts) {
        return JsonArray.of(
                JsonObject.builder()
                        .put("address", facts.address())
                        .put("type", "InternalIP")
                        .build(),
                JsonObject.builder()
                        .put("address", facts.name())
                        .put("type", "Hostname")
                        .build());
    }

    private static JsonObject capacity(NodeFacts facts) {
        return JsonObject.builder()
                .put("cpu", Integer.toString(facts.cpus()))
                .put("ephemeral-storage", facts.diskBytes() / 1024 + "Ki")
                .put("memory", facts.memoryBytes() / 1024 + "Ki")
                .put("pods", Integer.toString(facts.maxPods()))
                .build();
    }

    private static JsonArray conditions(JsonArray before, Instant now) {
        var wanted = List.of(
                new Condition(
                        "MemoryPressure",
                        "False",
                        now,
                        "KubeletHasSufficientMemory",
                        "kubelet has sufficient memory available"),
                new Condition("DiskPressure", "False", now, "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
                new Condition(
                        "PIDPressure", "False", now, "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
                new Condition("Ready", "True", now, "KubeletReady", "kubelet is posting ready status"));
        var conditions = before;
        for (var condition : wanted) {
            conditions = condition.putInto(conditions);
        }
        var beaten = new ArrayList<Json>();
        for (var condition : conditions.objects()) {
            beaten.add(condition.with("lastHeartbeatTime", Timestamps.print(now)));
        }
        return new JsonArray(beaten);
    }

    private static JsonObject info(NodeFacts facts) {
        return JsonObject.builder()
                .put("architecture", facts.architecture())
                .put("bootID", facts.bootId())
                .put("containerRuntimeVersion", facts.runtime())
                .put("kernelVersion", facts.kernel())
                .put("kubeProxyVersion", facts.version())
                .put("kubeletVersion", facts.version())
                .put("machineID", facts.machineId())
                .put("operatingSystem", facts.operatingSystem())
                .put("osImage", facts.osImage())
                .put("systemUUID", facts.machineId())
                .build();
    }
}
