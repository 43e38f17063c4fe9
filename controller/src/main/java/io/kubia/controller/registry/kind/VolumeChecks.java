package io.kubia.controller.registry.kind;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Quantity;
import io.kubia.controller.registry.field.Checks;
import io.kubia.controller.registry.field.Names;
import io.kubia.controller.registry.field.Path;
import io.kubia.controller.registry.field.Problems;
import java.util.List;
import java.util.Objects;

/** What must be true of volumes and of claims to them. */
final class VolumeChecks {
    private static final Path SPEC = Path.of("spec");
    private static final List<String> ACCESS_MODES =
            List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
    private static final List<String> RECLAIM_POLICIES = List.of("Delete", "Recycle", "Retain");
    private static final List<String> VOLUME_MODES = List.of("Block", "Filesystem");
    private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

    /** What the spec of a volume has beside its source, which is whatever else is an object. */
    private static final List<String> NO_SOURCE = List.of("capacity", "claimRef", "nodeAffinity");

    private VolumeChecks() {}

    static void claim(KubeObject claim, Problems problems) {
        var spec = claim.spec();
        if (spec.array("accessModes").isEmpty()) {
            problems.required(SPEC.field("accessModes"), "at least 1 access mode is required");
        }
        accessModes(spec, problems);
        Checks.selector(spec.object("selector"), SPEC.field("selector"), problems);
        var storage = spec.object("resources").object("requests").get("storage");
        var storagePath = SPEC.field("resources").key("storage");
        if (storage == null) {
            problems.required(storagePath);
        } else {
            Checks.positiveAmount(storage, storagePath, problems);
        }
        className(spec, problems);
        Checks.noneOrOneOf(spec, "volumeMode", VOLUME_MODES, SPEC, problems);
    }

    private static void accessModes(JsonObject spec, Problems problems) {
        var path = SPEC.field("accessModes");
        var modes = spec.array("accessModes").texts();
        for (var mode : modes) {
            if (!ACCESS_MODES.contains(mode)) {
                problems.unsupported(path, mode, ACCESS_MODES);
            }
        }
        if (modes.contains("ReadWriteOncePod") && !modes.stream().allMatch("ReadWriteOncePod"::equals)) {
            problems.forbidden(path, "may not use ReadWriteOncePod with other access modes");
        }
    }

    private static void className(JsonObject spec, Problems problems) {
        var name = spec.text("storageClassName", "");
        if (!name.isEmpty()) {
            problems.invalid(SPEC.field("storageClassName"), name, Names.subdomain(name));
        }
    }

    /** Whoever binds a claim writes its volume and, once, its class; a bound claim may grow. */
    static void claimUpdate(KubeObject before, KubeObject after, Problems problems) {
        var old = before.spec();
        var now = after.spec();
        boolean isBound = "Bound".equals(before.status().text("phase"));
        var comparable = now;
        if (old.text("volumeName", "").isEmpty()) {
            comparable = comparable.with("volumeName", old.get("volumeName"));
        }
        var annotation = before.annotation(CLASS_ANNOTATION);
        var name = now.text("storageClassName");
        if (!old.has("storageClassName") && name != null && (annotation == null || annotation.equals(name))) {
            comparable = comparable.without("storageClassName");
        }
        if (isBound) {
            comparable = withStorageOf(old, comparable);
        }
        if (!comparable.equals(old)) {
            problems.forbidden(
                    SPEC,
                    "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound"
                            + " claims");
        }
        var oldSize = storage(old.object("resources").object("requests"));
        var newSize = storage(now.object("resources").object("requests"));
        var capacity = storage(before.status().object("capacity"));
        if (newSize.compareTo(oldSize) < 0 && newSize.compareTo(capacity) <= 0) {
            problems.forbidden(
                    SPEC.field("resources").field("requests").field("storage"),
                    "field can not be less than status.capacity");
        }
    }

    private static JsonObject withStorageOf(JsonObject old, JsonObject now) {
        var storage = old.object("resources").object("requests").get("storage");
        return now.withChanged(
                "resources",
                resources -> resources.withChanged("requests", requests -> requests.with("storage", storage)));
    }

    private static Quantity storage(JsonObject amounts) {
        return Quantity.of(amounts.get("storage")).or(() -> Quantity.parse("0")).orElseThrow();
    }

    static void volume(KubeObject volume, Problems problems) {
        var spec = volume.spec();
        if (spec.array("accessModes").isEmpty()) {
            problems.required(SPEC.field("accessModes"));
        }
        accessModes(spec, problems);
        capacity(spec, SPEC.field("capacity"), problems);
        Checks.noneOrOneOf(spec, "persistentVolumeReclaimPolicy", RECLAIM_POLICIES, SPEC, problems);
        source(spec, problems);
        if (isRoot(spec.object("hostPath").text("path", ""))
                && "Recycle".equals(spec.text("persistentVolumeReclaimPolicy"))) {
            problems.forbidden(
                    SPEC.field("persistentVolumeReclaimPolicy"), "may not be 'recycle' for a hostPath mount of '/'");
        }
        className(spec, problems);
        Checks.noneOrOneOf(spec, "volumeMode", VOLUME_MODES, SPEC, problems);
    }

    private static boolean isRoot(String path) {
        return !path.isEmpty() && path.replace("/", "").replace(".", "").isEmpty();
    }

    private static void capacity(JsonObject spec, Path path, Problems problems) {
        var capacity = spec.object("capacity");
        if (capacity.isEmpty()) {
            problems.required(path);
        }
        if (!capacity.has("storage") || capacity.size() > 1) {
            problems.unsupported(path, capacity, List.of("storage"));
        }
        capacity.forEach((name, amount) -> Checks.positiveAmount(amount, path.key(name), problems));
    }

    private static void source(JsonObject spec, Problems problems) {
        boolean hasOne = false;
        for (var kind : spec.names()) {
            if (NO_SOURCE.contains(kind) || !(spec.get(kind) instanceof JsonObject source)) {
                continue;
            }
            if (hasOne) {
                problems.forbidden(SPEC.field(kind), "may not specify more than 1 volume type");
            } else if (kind.equals("hostPath")) {
                PodChecks.hostPath(source, SPEC.field(kind), problems);
            } else if (kind.equals("gcePersistentDisk")) {
                Checks.present(source, "pdName", SPEC.field("persistentDisk"), problems);
            } else if (kind.equals("local")) {
                Checks.present(source, "path", SPEC.field(kind), problems);
                if (!spec.has("nodeAffinity")) {
                    problems.required(SPEC.field("nodeAffinity"), "Local volume requires node affinity");
                }
            }
            hasOne = true;
        }
        if (!hasOne) {
            problems.required(SPEC, "must specify a volume type");
        }
    }

    static void volumeUpdate(KubeObject before, KubeObject after, Problems problems) {
        if (!sources(before.spec()).equals(sources(after.spec()))) {
            problems.forbidden(
                    SPEC.field("persistentvolumesource"), "spec.persistentvolumesource is immutable after creation");
        }
        var mode = after.spec().get("volumeMode");
        if (!Objects.equals(before.spec().get("volumeMode"), mode)) {
            problems.invalid(Path.of("volumeMode"), mode, "field is immutable");
        }
    }

    private static JsonObject sources(JsonObject spec) {
        var sources = JsonObject.builder();
        spec.forEach((name, value) -> {
            if (value instanceof JsonObject && !NO_SOURCE.contains(name)) {
                sources.put(name, value);
            }
        });
        return sources.build();
    }
}
