package io.kubia.controller.registry.kind;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.registry.field.Checks;
import io.kubia.controller.registry.field.MetadataChecks;
import io.kubia.controller.registry.field.Names;
import io.kubia.controller.registry.field.Path;
import io.kubia.controller.registry.field.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must be true of a pod. */
final class PodChecks {
    private static final Path SPEC = Path.of("spec");
    private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");
    private static final List<String> DNS_POLICIES =
            List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
    private static final List<String> EFFECTS = List.of("NoExecute", "NoSchedule", "PreferNoSchedule");
    private static final int MAX_MODE = 0777;

    private PodChecks() {}

    static void pod(KubeObject pod, Problems problems) {
        var spec = pod.spec();
        var volumes = volumes(spec.array("volumes").objects(), SPEC.field("volumes"), problems);
        var containers = new ContainerChecks(volumes, spec.number("terminationGracePeriodSeconds", 30), problems);
        containers.containers(spec.array("containers").objects(), SPEC.field("containers"));
        containers.initContainers(spec.array("initContainers").objects(), SPEC.field("initContainers"));
        Checks.oneOf(spec, "restartPolicy", RESTART_POLICIES, SPEC, problems);
        Checks.oneOf(spec, "dnsPolicy", DNS_POLICIES, SPEC, problems);
        dnsConfig(spec, problems);
        MetadataChecks.labels(spec.object("nodeSelector"), SPEC.field("nodeSelector"), problems);
        Checks.notNegative(spec, "terminationGracePeriodSeconds", SPEC, problems);
        name(spec, "serviceAccountName", false, problems);
        name(spec, "nodeName", false, problems);
        name(spec, "hostname", true, problems);
        name(spec, "subdomain", true, problems);
        tolerations(spec.array("tolerations").objects(), SPEC.field("tolerations"), problems);
        if (spec.get("activeDeadlineSeconds") instanceof Json.Whole(var seconds)
                && (seconds < 1 || seconds > Integer.MAX_VALUE)) {
            problems.invalid(
                    SPEC.field("activeDeadlineSeconds"), seconds, "must be between 1 and 2147483647, inclusive");
        }
    }

    private static void name(JsonObject spec, String field, boolean isLabel, Problems problems) {
        var name = spec.text(field, "");
        if (!name.isEmpty()) {
            problems.invalid(SPEC.field(field), name, isLabel ? Names.label(name) : Names.subdomain(name));
        }
    }

    private static void dnsConfig(JsonObject spec, Problems problems) {
        if (!"None".equals(spec.text("dnsPolicy"))) {
            return;
        }
        var path = SPEC.field("dnsConfig");
        if (!(spec.get("dnsConfig") instanceof JsonObject config)) {
            problems.required(path, "must provide `dnsConfig` when `dnsPolicy` is None");
        } else if (config.array("nameservers").isEmpty()) {
            problems.required(
                    path.field("nameservers"), "must provide at least one DNS nameserver when `dnsPolicy` is None");
        }
    }

    private static void tolerations(List<JsonObject> tolerations, Path path, Problems problems) {
        for (int i = 0; i < tolerations.size(); i++) {
            var toleration = tolerations.get(i);
            var at = path.at(i);
            var key = toleration.text("key", "");
            var operator = toleration.text("operator", "");
            if (!key.isEmpty()) {
                problems.invalid(at.field("key"), key, Names.qualified(key));
            } else if (!operator.equals("Exists")) {
                problems.invalid(
                        at.field("operator"),
                        operator,
                        "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
            }
            if (operator.equals("Exists") && !toleration.text("value", "").isEmpty()) {
                problems.invalid(at.field("operator"), toleration, "value must be empty when `operator` is 'Exists'");
            }
            Checks.noneOrOneOf(toleration, "operator", List.of("Equal", "Exists"), at, problems);
            Checks.noneOrOneOf(toleration, "effect", EFFECTS, at, problems);
        }
    }

    /** Checks volumes, and returns the names of those that have one. */
    private static Set<String> volumes(List<JsonObject> volumes, Path path, Problems problems) {
        var names = new HashSet<String>();
        for (int i = 0; i < volumes.size(); i++) {
            var volume = volumes.get(i);
            var name = volume.text("name", "");
            if (Checks.present(volume, "name", path.at(i), problems)) {
                problems.invalid(path.at(i).field("name"), name, Names.label(name));
                if (!names.add(name)) {
                    problems.duplicate(path.at(i).field("name"), name);
                }
            }
            sources(volume, path.at(i), problems);
        }
        return names;
    }

    private static void sources(JsonObject volume, Path path, Problems problems) {
        boolean hasOne = false;
        for (var kind : volume.names()) {
            if (kind.equals("name") || !(volume.get(kind) instanceof JsonObject source)) {
                continue;
            }
            if (hasOne) {
                problems.forbidden(path.field(kind), "may not specify more than 1 volume type");
            } else {
                source(kind, source, path.field(kind), problems);
            }
            hasOne = true;
        }
        if (!hasOne) {
            problems.required(path, "must specify a volume type");
        }
    }

    private static void source(String kind, JsonObject source, Path path, Problems problems) {
        switch (kind) {
            case "hostPath" -> hostPath(source, path, problems);
            case "persistentVolumeClaim" -> Checks.present(source, "claimName", path, problems);
            case "configMap" -> {
                Checks.present(source, "name", path, problems);
                files(source, path, problems);
            }
            case "secret" -> {
                Checks.present(source, "secretName", path, problems);
                files(source, path, problems);
            }
            case "downwardAPI" -> mode(source, "defaultMode", path, problems);
            case "gcePersistentDisk" -> Checks.present(source, "pdName", path, problems);
            default -> {
                // Of the others nothing is asked here: whoever mounts them says what is missing.
            }
        }
    }

    private static void files(JsonObject source, Path path, Problems problems) {
        mode(source, "defaultMode", path, problems);
        var items = source.array("items").objects();
        for (int i = 0; i < items.size(); i++) {
            var at = path.field("items").at(i);
            Checks.present(items.get(i), "key", at, problems);
            if (Checks.present(items.get(i), "path", at, problems)) {
                withoutBacksteps(items.get(i).text("path", ""), at.field("path"), problems);
            }
            mode(items.get(i), "mode", at, problems);
        }
    }

    private static void mode(JsonObject source, String field, Path path, Problems problems) {
        long mode = source.number(field, 0);
        if (mode < 0 || mode > MAX_MODE) {
            problems.invalid(path.field(field), mode, "must be a number between 0 and 0777 (octal), both inclusive");
        }
    }

    static void hostPath(JsonObject source, Path path, Problems problems) {
        if (Checks.present(source, "path", path, problems)) {
            withoutBacksteps(source.text("path", ""), path.field("path"), problems);
        }
    }

    /** Nothing in a pod leads out of what it was given. */
    static void withoutBacksteps(String value, Path path, Problems problems) {
        for (var part : value.split("/", -1)) {
            if (part.equals("..")) {
                problems.invalid(path, value, "must not contain '..'");
                return;
            }
        }
    }
}
