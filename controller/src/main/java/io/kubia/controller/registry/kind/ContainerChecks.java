package io.kubia.controller.registry.kind;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.Quantity;
import io.kubia.controller.registry.field.Checks;
import io.kubia.controller.registry.field.Names;
import io.kubia.controller.registry.field.Path;
import io.kubia.controller.registry.field.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What must be true of the containers of a pod. */
final class ContainerChecks {
    private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> MESSAGE_POLICIES = List.of("File", "FallbackToLogsOnError");
    private static final List<String> NOT_FOR_INIT =
            List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> VARIABLE_SOURCES =
            List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef");
    private static final List<String> POD_FIELDS = List.of(
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.nodeName",
            "spec.serviceAccountName",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs");
    private static final List<String> RESOURCE_FIELDS = List.of(
            "limits.cpu",
            "limits.ephemeral-storage",
            "limits.memory",
            "requests.cpu",
            "requests.ephemeral-storage",
            "requests.memory");

    private final Set<String> volumes;
    private final long grace;
    private final Problems problems;
    private final Set<String> names = new HashSet<>();

    /**
     * Checks for the containers of one pod.
     *
     * @param volumes the names of those that it has
     * @param grace its seconds to stop
     */
    ContainerChecks(Set<String> volumes, long grace, Problems problems) {
        this.volumes = volumes;
        this.grace = grace;
        this.problems = problems;
    }

    void containers(List<JsonObject> containers, Path path) {
        if (containers.isEmpty()) {
            problems.required(path);
        }
        var hostPorts = new HashSet<String>();
        for (int i = 0; i < containers.size(); i++) {
            var container = containers.get(i);
            common(container, path.at(i));
            unique(container, path.at(i));
            ProbeChecks.all(container, grace, path.at(i), problems);
            if (container.get("restartPolicy") instanceof Json.Text) {
                problems.forbidden(path.at(i).field("restartPolicy"), "may not be set for non-init containers");
            }
            hostPorts(container, hostPorts, path.at(i).field("ports"));
        }
    }

    void initContainers(List<JsonObject> containers, Path path) {
        for (int i = 0; i < containers.size(); i++) {
            var container = containers.get(i);
            var at = path.at(i);
            common(container, at);
            unique(container, at);
            hostPorts(container, new HashSet<>(), at.field("ports"));
            Checks.noneOrOneOf(container, "restartPolicy", List.of("Always"), at, problems);
            if ("Always".equals(container.text("restartPolicy"))) {
                ProbeChecks.all(container, grace, at, problems);
                continue;
            }
            for (var field : NOT_FOR_INIT) {
                if (container.get(field) instanceof JsonObject) {
                    problems.forbidden(
                            at.field(field), "may not be set for init containers without restartPolicy=Always");
                }
            }
        }
    }

    private void unique(JsonObject container, Path path) {
        var name = container.text("name", "");
        if (!name.isEmpty() && !names.add(name)) {
            problems.duplicate(path.field("name"), name);
        }
    }

    private void common(JsonObject container, Path path) {
        if (Checks.present(container, "name", path, problems)) {
            problems.invalid(path.field("name"), container.text("name", ""), Names.label(container.text("name", "")));
        }
        if (Checks.present(container, "image", path, problems)) {
            var image = container.text("image", "");
            if (!image.equals(image.strip())) {
                problems.invalid(path.field("image"), image, "must not have leading or trailing whitespace");
            }
        }
        Checks.oneOf(container, "terminationMessagePolicy", MESSAGE_POLICIES, path, problems);
        ports(container.array("ports").objects(), path.field("ports"));
        variables(container.array("env").objects(), path.field("env"));
        variableSources(container.array("envFrom").objects(), path.field("envFrom"));
        mounts(container.array("volumeMounts").objects(), path.field("volumeMounts"));
        Checks.oneOf(container, "imagePullPolicy", PULL_POLICIES, path, problems);
        resources(container.object("resources"), path.field("resources"));
    }

    private void ports(List<JsonObject> ports, Path path) {
        var known = new HashSet<String>();
        for (int i = 0; i < ports.size(); i++) {
            var port = ports.get(i);
            var at = path.at(i);
            var name = port.text("name", "");
            if (!name.isEmpty()) {
                var wrong = Names.port(name);
                problems.invalid(at.field("name"), name, wrong);
                if (wrong.isEmpty() && !known.add(name)) {
                    problems.duplicate(at.field("name"), name);
                }
            }
            if (port.number("containerPort", 0) == 0) {
                problems.required(at.field("containerPort"));
            } else {
                Checks.port(port.number("containerPort", 0), at.field("containerPort"), problems);
            }
            if (port.number("hostPort", 0) != 0) {
                Checks.port(port.number("hostPort", 0), at.field("hostPort"), problems);
            }
            Checks.oneOf(port, "protocol", PROTOCOLS, at, problems);
        }
    }

    private void hostPorts(JsonObject container, Set<String> used, Path path) {
        var ports = container.array("ports").objects();
        for (int i = 0; i < ports.size(); i++) {
            var port = ports.get(i);
            var name = port.text("protocol", "") + "/" + port.text("hostIP", "") + "/" + port.number("hostPort", 0);
            if (port.number("hostPort", 0) != 0 && !used.add(name)) {
                problems.duplicate(path.at(i).field("hostPort"), name);
            }
        }
    }

    private void variables(List<JsonObject> variables, Path path) {
        for (int i = 0; i < variables.size(); i++) {
            var variable = variables.get(i);
            if (Checks.present(variable, "name", path.at(i), problems)) {
                var name = variable.text("name", "");
                problems.invalid(path.at(i).field("name"), name, Names.environment(name));
            }
            if (variable.get("valueFrom") instanceof JsonObject source) {
                source(variable, source, path.at(i).field("valueFrom"));
            }
        }
    }

    private void source(JsonObject variable, JsonObject source, Path path) {
        int sources = 0;
        for (var kind : VARIABLE_SOURCES) {
            if (source.get(kind) instanceof JsonObject reference) {
                sources++;
                reference(kind, reference, path.field(kind));
            }
        }
        if (sources == 0) {
            problems.invalid(
                    path,
                    "",
                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`");
        } else if (!variable.text("value", "").isEmpty()) {
            problems.invalid(path, "", "may not be specified when `value` is not empty");
        } else if (sources > 1) {
            problems.invalid(path, "", "may not have more than one field specified at a time");
        }
    }

    private void reference(String kind, JsonObject reference, Path path) {
        switch (kind) {
            case "fieldRef" -> {
                if (Checks.present(reference, "fieldPath", path, problems)) {
                    fieldPath(reference.text("fieldPath", ""), path);
                }
            }
            case "resourceFieldRef" -> {
                if (Checks.present(reference, "resource", path, problems)) {
                    Checks.oneOf(reference, "resource", RESOURCE_FIELDS, path, problems);
                }
            }
            default -> {
                var name = reference.text("name", "");
                problems.invalid(path.field("name"), name, Names.subdomain(name));
                if (Checks.present(reference, "key", path, problems)) {
                    problems.invalid(
                            path.field("key"), reference.text("key", ""), Names.configKey(reference.text("key", "")));
                }
            }
        }
    }

    private void fieldPath(String fieldPath, Path path) {
        boolean hasKey = fieldPath.endsWith("']")
                && (fieldPath.startsWith("metadata.labels['") || fieldPath.startsWith("metadata.annotations['"));
        if (hasKey) {
            var key = fieldPath.substring(fieldPath.indexOf('\'') + 1, fieldPath.length() - 2);
            problems.invalid(path, key, Names.qualified(key.toLowerCase(Locale.ROOT)));
        } else if (!POD_FIELDS.contains(fieldPath)) {
            problems.unsupported(path.field("fieldPath"), fieldPath, POD_FIELDS);
        }
    }

    private void variableSources(List<JsonObject> sources, Path path) {
        for (int i = 0; i < sources.size(); i++) {
            var prefix = sources.get(i).text("prefix", "");
            if (!prefix.isEmpty()) {
                problems.invalid(path.at(i).field("prefix"), prefix, Names.environment(prefix));
            }
            int found = 0;
            for (var kind : List.of("configMapRef", "secretRef")) {
                if (sources.get(i).get(kind) instanceof JsonObject reference) {
                    found++;
                    if (Checks.present(reference, "name", path.at(i).field(kind), problems)) {
                        var name = reference.text("name", "");
                        problems.invalid(path.at(i).field(kind).field("name"), name, Names.subdomain(name));
                    }
                }
            }
            if (found == 0) {
                problems.invalid(path, "", "must specify one of: `configMapRef` or `secretRef`");
            } else if (found > 1) {
                problems.invalid(path, "", "may not have more than one field specified at a time");
            }
        }
    }

    private void mounts(List<JsonObject> mounts, Path path) {
        var paths = new HashSet<String>();
        for (int i = 0; i < mounts.size(); i++) {
            var mount = mounts.get(i);
            var at = path.at(i);
            var name = mount.text("name", "");
            Checks.present(mount, "name", at, problems);
            if (!volumes.contains(name)) {
                problems.notFound(at.field("name"), name);
            }
            Checks.present(mount, "mountPath", at, problems);
            if (!paths.add(mount.text("mountPath", ""))) {
                problems.invalid(at.field("mountPath"), mount.text("mountPath", ""), "must be unique");
            }
            var subPath = mount.text("subPath", "");
            if (subPath.startsWith("/")) {
                problems.invalid(path.field("subPath"), subPath, "must be a relative path");
            }
            PodChecks.withoutBacksteps(subPath, path.field("subPath"), problems);
        }
    }

    private void resources(JsonObject resources, Path path) {
        var limits = resources.object("limits");
        var requests = resources.object("requests");
        Checks.amounts(limits, path.field("limits"), problems);
        Checks.amounts(requests, path.field("requests"), problems);
        requests.forEach((name, value) -> {
            var limit = Quantity.of(limits.get(name));
            var request = Quantity.of(value);
            if (limit.isPresent() && request.isPresent() && request.get().compareTo(limit.get()) > 0) {
                problems.invalid(
                        path.field("requests"),
                        value,
                        "must be less than or equal to " + name + " limit of " + limit.get());
            }
        });
    }
}
