package io.kubia.controller.kubelet.pod;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.kubelet.pod.ContainerDefinition.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a pod's spec says to the kubelet.
 *
 * @param initial init containers and sidecars, in their order
 * @param grace how long its containers may take to end
 * @param activeDeadline after which it fails
 * @param readinessGates conditions that somebody else sets, without which it is not ready
 */
public record PodDefinition(
        List<ContainerDefinition> initial,
        List<ContainerDefinition> main,
        RestartPolicy restartPolicy,
        Duration grace,
        Optional<Duration> activeDeadline,
        List<String> readinessGates) {
    private static final long DEFAULT_GRACE = 30;

    public PodDefinition {
        initial = List.copyOf(initial);
        main = List.copyOf(main);
        readinessGates = List.copyOf(readinessGates);
    }

    /** Which ended containers are started again. */
    public enum RestartPolicy {
        ALWAYS,
        ON_FAILURE,
        NEVER;

        boolean restarts(ContainerDefinition container, int exitCode) {
            return switch (container.role()) {
                case SIDECAR -> true;
                case INIT -> exitCode != 0 && this != NEVER;
                case MAIN -> this == ALWAYS || (this == ON_FAILURE && exitCode != 0);
            };
        }
    }

    /** Reads a pod's spec. */
    public static PodDefinition read(JsonObject spec) {
        var initial = new ArrayList<ContainerDefinition>();
        for (var json : spec.array("initContainers").objects()) {
            initial.add(ContainerDefinition.read(json, true));
        }
        var main = new ArrayList<ContainerDefinition>();
        for (var json : spec.array("containers").objects()) {
            main.add(ContainerDefinition.read(json, false));
        }
        var gates = new ArrayList<String>();
        for (var json : spec.array("readinessGates").objects()) {
            gates.add(json.text("conditionType", ""));
        }
        var deadline = spec.number("activeDeadlineSeconds");
        return new PodDefinition(
                initial,
                main,
                switch (spec.text("restartPolicy", "Always")) {
                    case "Never" -> RestartPolicy.NEVER;
                    case "OnFailure" -> RestartPolicy.ON_FAILURE;
                    default -> RestartPolicy.ALWAYS;
                },
                Duration.ofSeconds(spec.number("terminationGracePeriodSeconds", DEFAULT_GRACE)),
                deadline.isPresent() ? Optional.of(Duration.ofSeconds(deadline.getAsLong())) : Optional.empty(),
                gates);
    }

    /** All of its containers: the initial ones first. */
    public List<ContainerDefinition> all() {
        var all = new ArrayList<ContainerDefinition>(initial.size() + main.size());
        all.addAll(initial);
        all.addAll(main);
        return all;
    }

    /** The container of a name. */
    public Optional<ContainerDefinition> container(String name) {
        for (var container : all()) {
            if (container.name().equals(name)) {
                return Optional.of(container);
            }
        }
        return Optional.empty();
    }

    List<ContainerDefinition> withRole(Role role) {
        return initial.stream().filter(container -> container.role() == role).toList();
    }
}
