package io.kubia.controller.kubelet.pod;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.kubelet.probe.ProbeDefinition;
import io.kubia.controller.kubelet.probe.ProbeKind;
import io.kubia.controller.runtime.ContainerRuntime.PullPolicy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container as a pod defines it.
 *
 * @param json as it stands in the pod
 * @param terminationMessagePath of the file in which it says why it ended
 * @param fallsBackToLogs whether the end of its log tells why it failed, when it has not said so itself
 */
public record ContainerDefinition(
        String name,
        Role role,
        String image,
        PullPolicy pullPolicy,
        JsonObject json,
        Optional<ProbeDefinition> startup,
        Optional<ProbeDefinition> readiness,
        Optional<ProbeDefinition> liveness,
        Optional<Hook> postStart,
        Optional<Hook> preStop,
        String terminationMessagePath,
        boolean fallsBackToLogs) {
    /** Its part in the pod. */
    public enum Role {
        /** Runs to its end before the next one begins. */
        INIT,
        /** Begins in its turn among the init containers, and lives as long as the others do. */
        SIDECAR,
        /** What the pod is there for. */
        MAIN
    }

    static ContainerDefinition read(JsonObject json, boolean isInit) {
        var image = json.text("image", "");
        return new ContainerDefinition(
                json.text("name", ""),
                role(json, isInit),
                image,
                pullPolicy(json.text("imagePullPolicy"), image),
                json,
                ProbeDefinition.read(json, "startupProbe"),
                ProbeDefinition.read(json, "readinessProbe"),
                ProbeDefinition.read(json, "livenessProbe"),
                Hook.read(json, "postStart"),
                Hook.read(json, "preStop"),
                json.text("terminationMessagePath", "/dev/termination-log"),
                "FallbackToLogsOnError".equals(json.text("terminationMessagePolicy")));
    }

    private static Role role(JsonObject json, boolean isInit) {
        if (!isInit) {
            return Role.MAIN;
        }
        return "Always".equals(json.text("restartPolicy")) ? Role.SIDECAR : Role.INIT;
    }

    private static PullPolicy pullPolicy(@Nullable String word, String image) {
        return switch (word) {
            case "Always" -> PullPolicy.ALWAYS;
            case "Never" -> PullPolicy.NEVER;
            case "IfNotPresent" -> PullPolicy.IF_NOT_PRESENT;
            case null, default -> image.endsWith(":latest") ? PullPolicy.ALWAYS : PullPolicy.IF_NOT_PRESENT;
        };
    }

    /** Where it stands in the pod, as events say it: {@code spec.containers{kubia}}. */
    public String fieldPath() {
        return (role == Role.MAIN ? "spec.containers{" : "spec.initContainers{") + name + "}";
    }

    /** The probe of a kind. */
    public Optional<ProbeDefinition> probe(ProbeKind kind) {
        return switch (kind) {
            case STARTUP -> startup;
            case READINESS -> readiness;
            case LIVENESS -> liveness;
        };
    }
}
