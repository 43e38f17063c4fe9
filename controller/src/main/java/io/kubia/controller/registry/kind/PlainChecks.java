package io.kubia.controller.registry.kind;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.registry.field.Checks;
import io.kubia.controller.registry.field.Names;
import io.kubia.controller.registry.field.Path;
import io.kubia.controller.registry.field.Problems;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must be true of objects that are little more than data. */
final class PlainChecks {
    private static final int MAX_DATA_BYTES = 1 << 20;
    private static final String IMMUTABLE = "field is immutable when `immutable` is set";

    private PlainChecks() {}

    /** Values under keys that may become names of files. */
    static void configMap(KubeObject map, Problems problems) {
        var data = map.json().object("data");
        var binary = map.json().object("binaryData");
        keys(data, Path.of("data"), problems);
        keys(binary, Path.of("binaryData"), problems);
        for (var key : binary.names()) {
            if (data.has(key)) {
                problems.invalid(Path.of("data").key(key), key, "duplicate of key present in binaryData");
            }
        }
        if (textSize(data) + decodedSize(binary, Path.of("binaryData"), problems) > MAX_DATA_BYTES) {
            problems.tooLong(Path.of("data"), MAX_DATA_BYTES);
        }
    }

    static void secret(KubeObject secret, Problems problems) {
        var data = secret.json().object("data");
        keys(data, Path.of("data"), problems);
        if (decodedSize(data, Path.of("data"), problems) > MAX_DATA_BYTES) {
            problems.tooLong(Path.of("data"), MAX_DATA_BYTES);
        }
        if ("kubernetes.io/tls".equals(secret.json().text("type"))) {
            for (var key : List.of("tls.crt", "tls.key")) {
                if (!data.has(key)) {
                    problems.required(Path.of("data").key(key));
                }
            }
        }
    }

    /** What says that it does not change does not change, and keeps saying so. */
    static void immutable(KubeObject before, KubeObject after, Problems problems) {
        if (!before.json().isTrue("immutable")) {
            return;
        }
        if (!after.json().isTrue("immutable")) {
            problems.forbidden(Path.of("immutable"), IMMUTABLE);
        }
        for (var field : List.of("data", "binaryData")) {
            if (!before.json().object(field).equals(after.json().object(field))) {
                problems.forbidden(Path.of(field), IMMUTABLE);
            }
        }
    }

    static void unchanged(String field, KubeObject before, KubeObject after, Problems problems) {
        @Nullable Json value = after.json().get(field);
        if (!Objects.equals(before.json().get(field), value)) {
            problems.invalid(Path.of(field), value, "field is immutable");
        }
    }

    static void revision(KubeObject revision, Problems problems) {
        if (Completion.lacks(revision.json(), "data")) {
            problems.required(Path.of("data"), "data is mandatory");
        }
        long number = revision.json().number("revision", 0);
        if (number < 0) {
            problems.invalid(Path.of("revision"), number, "must be greater than or equal to 0");
        }
    }

    static void storageClass(KubeObject storageClass, Problems problems) {
        var json = storageClass.json();
        var provisioner = json.text("provisioner", "");
        if (provisioner.isEmpty()) {
            problems.required(Path.of("provisioner"));
        } else {
            problems.invalid(
                    Path.of("provisioner"), provisioner, Names.qualified(provisioner.toLowerCase(Locale.ROOT)));
        }
        choice(json, "reclaimPolicy", List.of("Delete", "Retain"), problems);
        choice(json, "volumeBindingMode", List.of("Immediate", "WaitForFirstConsumer"), problems);
    }

    static void storageClassUpdate(KubeObject before, KubeObject after, Problems problems) {
        for (var field : List.of("parameters", "provisioner", "reclaimPolicy")) {
            if (!Objects.equals(before.json().get(field), after.json().get(field))) {
                problems.forbidden(Path.of(field), "updates to " + field + " are forbidden.");
            }
        }
        unchanged("volumeBindingMode", before, after, problems);
    }

    private static void choice(JsonObject json, String field, List<String> supported, Problems problems) {
        var value = json.text(field, "");
        if (!supported.contains(value)) {
            problems.unsupported(Path.of(field), value, supported);
        }
    }

    static void budget(KubeObject budget, Problems problems) {
        var spec = budget.spec();
        if (spec.has("minAvailable") && spec.has("maxUnavailable")) {
            problems.invalid(Path.of("spec"), spec, "minAvailable and maxUnavailable cannot be both set");
        }
        Checks.notNegative(spec, "minAvailable", Path.of("spec"), problems);
        Checks.notNegative(spec, "maxUnavailable", Path.of("spec"), problems);
        Checks.selector(spec.object("selector"), Path.of("spec").field("selector"), problems);
    }

    static void lease(KubeObject lease, Problems problems) {
        var path = Path.of("spec");
        if (lease.spec().get("leaseDurationSeconds") instanceof Json.Whole(var seconds) && seconds <= 0) {
            problems.invalid(path.field("leaseDurationSeconds"), seconds, "must be greater than 0");
        }
        Checks.notNegative(lease.spec(), "leaseTransitions", path, problems);
    }

    /** An event is where the object is that it is about, or in {@code default} if that is nowhere. */
    static void event(KubeObject event, Problems problems) {
        var about = event.json().object("involvedObject").text("namespace", "");
        boolean isRight = about.isEmpty()
                ? Set.of("default", "kube-system").contains(event.namespace())
                : about.equals(event.namespace());
        if (!isRight) {
            problems.invalid(Path.of("involvedObject").field("namespace"), about, "does not match event.namespace");
        }
    }

    static void networkPolicy(KubeObject policy, Problems problems) {
        var path = Path.of("spec");
        Checks.selector(policy.spec().object("podSelector"), path.field("podSelector"), problems);
        var known = new HashSet<String>();
        var types = policy.spec().array("policyTypes").texts();
        for (int i = 0; i < types.size(); i++) {
            if (!types.get(i).equals("Ingress") && !types.get(i).equals("Egress")) {
                problems.unsupported(path.field("policyTypes").at(i), types.get(i), List.of("Egress", "Ingress"));
            } else if (!known.add(types.get(i))) {
                problems.duplicate(path.field("policyTypes").at(i), types.get(i));
            }
        }
    }

    private static void keys(JsonObject data, Path path, Problems problems) {
        for (var key : data.names()) {
            problems.invalid(path.key(key), key, Names.configKey(key));
        }
    }

    private static long textSize(JsonObject data) {
        long size = 0;
        for (var key : data.names()) {
            size += data.text(key, "").length();
        }
        return size;
    }

    private static long decodedSize(JsonObject data, Path path, Problems problems) {
        long size = 0;
        for (var key : data.names()) {
            try {
                size += Base64.getDecoder().decode(data.text(key, "")).length;
            } catch (IllegalArgumentException e) {
                problems.invalid(path.key(key), data.get(key), "illegal base64 data");
            }
        }
        return size;
    }
}
