package io.kubia.controller.registry.kind;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.registry.field.Checks;
import io.kubia.controller.registry.field.Path;
import io.kubia.controller.registry.field.Problems;
import java.util.List;

/** What must be true of probes, and of what is done when a container starts and stops. */
final class ProbeChecks {
    private static final List<String> PROBE_HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc");
    private static final List<String> LIFECYCLE_HANDLERS = List.of("exec", "httpGet", "tcpSocket", "sleep");
    private static final List<String> SCHEMES = List.of("HTTP", "HTTPS");
    private static final List<String> NUMBERS =
            List.of("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold");

    private ProbeChecks() {}

    static void all(JsonObject container, long grace, Path path, Problems problems) {
        var lifecycle = container.object("lifecycle");
        for (var when : List.of("postStart", "preStop")) {
            if (lifecycle.get(when) instanceof JsonObject handler) {
                handler(
                        handler,
                        LIFECYCLE_HANDLERS,
                        grace,
                        path.field("lifecycle").field(when),
                        problems);
            }
        }
        for (var name : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            if (container.get(name) instanceof JsonObject probe) {
                probe(probe, name.equals("readinessProbe"), grace, path.field(name), problems);
            }
        }
    }

    private static void probe(JsonObject probe, boolean isReadiness, long grace, Path path, Problems problems) {
        handler(probe, PROBE_HANDLERS, grace, path, problems);
        for (var number : NUMBERS) {
            Checks.notNegative(probe, number, path, problems);
        }
        var ownGrace = probe.get("terminationGracePeriodSeconds");
        if (ownGrace instanceof Json.Whole(var seconds) && seconds <= 0) {
            problems.invalid(path.field("terminationGracePeriodSeconds"), seconds, "must be greater than 0");
        }
        if (isReadiness) {
            if (ownGrace instanceof Json.Whole) {
                problems.invalid(
                        path.field("terminationGracePeriodSeconds"), ownGrace, "must not be set for readinessProbes");
            }
        } else if (probe.number("successThreshold", 1) != 1) {
            problems.invalid(path.field("successThreshold"), probe.get("successThreshold"), "must be 1");
        }
    }

    private static void handler(JsonObject handler, List<String> kinds, long grace, Path path, Problems problems) {
        boolean hasOne = false;
        for (var kind : kinds) {
            if (!(handler.get(kind) instanceof JsonObject action)) {
                continue;
            }
            if (hasOne) {
                problems.forbidden(path.field(kind), "may not specify more than 1 handler type");
            } else {
                action(kind, action, grace, path.field(kind), problems);
            }
            hasOne = true;
        }
        if (!hasOne) {
            problems.required(path, "must specify a handler type");
        }
    }

    private static void action(String kind, JsonObject action, long grace, Path path, Problems problems) {
        switch (kind) {
            case "exec" -> {
                if (action.array("command").isEmpty()) {
                    problems.required(path.field("command"));
                }
            }
            case "httpGet" -> {
                Checks.present(action, "path", path, problems);
                Checks.portOrName(action, "port", path, problems);
                Checks.oneOf(action, "scheme", SCHEMES, path, problems);
            }
            case "sleep" -> {
                long seconds = action.number("seconds", 0);
                if (seconds < 0 || seconds > grace) {
                    problems.invalid(
                            path,
                            seconds,
                            "must be non-negative and less than terminationGracePeriodSeconds (" + grace + ")");
                }
            }
            default -> Checks.portOrName(action, "port", path, problems);
        }
    }
}
