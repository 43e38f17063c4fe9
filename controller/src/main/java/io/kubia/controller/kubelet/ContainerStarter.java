package io.kubia.controller.kubelet;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.kubelet.env.Environment;
import io.kubia.controller.kubelet.env.Expansion;
import io.kubia.controller.kubelet.env.MissingException;
import io.kubia.controller.kubelet.env.PodFacts;
import io.kubia.controller.kubelet.env.Quantity;
import io.kubia.controller.kubelet.pod.Action;
import io.kubia.controller.kubelet.volume.MountException;
import io.kubia.controller.kubelet.volume.PodVolumes;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.runtime.ContainerSpec;
import io.kubia.controller.runtime.PodSandbox;
import io.kubia.controller.store.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Makes of a pod's definition what the runtime is to run. Pure, of a snapshot of the store. */
final class ContainerStarter {
    private static final int MAX_HOSTNAME = 63;

    private ContainerStarter() {}

    /**
     * A container to run.
     *
     * @throws MissingException its environment names something that is not there
     * @throws MountException one of its volumes cannot be had
     */
    static ContainerSpec spec(
            Snapshot now, PodFacts facts, PodVolumes volumes, Action.Start start, String clusterDomain)
            throws MissingException, MountException {
        var json = start.container().json();
        var environment = Environment.of(now, facts, json);
        return new ContainerSpec(
                start.id(),
                sandbox(facts.pod(), clusterDomain),
                start.image(),
                expanded(json.array("command").texts(), environment),
                expanded(json.array("args").texts(), environment),
                environment,
                json.text("workingDir"),
                volumes.mounts(json, environment),
                ports(json),
                limits(json),
                user(facts.pod(), json),
                json.isTrue("stdin"));
    }

    /** What the containers of a pod share. */
    static PodSandbox sandbox(KubeObject pod, String clusterDomain) {
        var subdomain = pod.spec().text("subdomain", "");
        var hostname = pod.spec().text("hostname", pod.name());
        return new PodSandbox(
                pod.uid(),
                pod.namespace(),
                pod.name(),
                hostname.length() > MAX_HOSTNAME ? hostname.substring(0, MAX_HOSTNAME) : hostname,
                subdomain.isEmpty() ? "" : subdomain + "." + pod.namespace() + ".svc." + clusterDomain,
                pod.labels());
    }

    private static List<String> expanded(List<String> words, Map<String, String> environment) {
        var expanded = new ArrayList<String>(words.size());
        for (var word : words) {
            expanded.add(Expansion.expand(word, environment));
        }
        return expanded;
    }

    private static List<Integer> ports(JsonObject json) {
        var ports = new ArrayList<Integer>();
        for (var port : json.array("ports").objects()) {
            ports.add((int) port.number("containerPort", 0));
        }
        return ports;
    }

    private static ContainerSpec.Resources limits(JsonObject json) {
        var limits = json.object("resources").object("limits");
        return limits.isEmpty()
                ? ContainerSpec.Resources.UNLIMITED
                : new ContainerSpec.Resources(Quantity.milli(limits.get("cpu")), Quantity.whole(limits.get("memory")));
    }

    private static OptionalLong user(KubeObject pod, JsonObject json) {
        var own = json.object("securityContext").number("runAsUser");
        return own.isPresent() ? own : pod.spec().object("securityContext").number("runAsUser");
    }
}
