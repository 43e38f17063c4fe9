package io.kubia.controller.registry.field;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** Labels, annotations, owners and finalizers, which objects have, and templates of objects as well. */
public final class MetadataChecks {
    private static final int ANNOTATION_BYTES = 256 * 1024;

    private MetadataChecks() {}

    public static void labels(JsonObject labels, Path path, Problems problems) {
        labels.forEach((key, value) -> {
            problems.invalid(path, key, Names.qualified(key));
            if (value instanceof Json.Text(var text)) {
                problems.invalid(path, text, Names.labelValue(text));
            } else {
                problems.invalid(path, value, "must be a string");
            }
        });
    }

    public static void annotations(JsonObject annotations, Path path, Problems problems) {
        long[] size = {0};
        annotations.forEach((key, value) -> {
            // In upper case they are let through for old times' sake.
            problems.invalid(path, key, Names.qualified(key.toLowerCase(Locale.ROOT)));
            if (value instanceof Json.Text(var text)) {
                size[0] += key.length() + text.length();
            } else {
                problems.invalid(path, value, "must be a string");
            }
        });
        if (size[0] > ANNOTATION_BYTES) {
            problems.tooLong(path, ANNOTATION_BYTES);
        }
    }

    public static void finalizers(List<String> finalizers, Path path, Problems problems) {
        for (var finalizer : finalizers) {
            problems.invalid(path, finalizer, Names.qualified(finalizer));
        }
        if (finalizers.contains("orphan") && finalizers.contains("foregroundDeletion")) {
            problems.invalid(
                    path, JsonArray.ofTexts(finalizers), "finalizer orphan and foregroundDeletion cannot be both set");
        }
    }

    public static void owners(JsonArray owners, Path path, Problems problems) {
        String controller = null;
        for (var owner : owners.objects()) {
            var name = owner.text("name", "");
            var apiVersion = owner.text("apiVersion", "");
            if (apiVersion.isEmpty() || apiVersion.endsWith("/")) {
                problems.invalid(path.field("apiVersion"), apiVersion, "version must not be empty");
            }
            notEmpty(owner, "kind", path, problems);
            notEmpty(owner, "name", path, problems);
            notEmpty(owner, "uid", path, problems);
            if (apiVersion.equals("v1") && "Event".equals(owner.text("kind"))) {
                problems.invalid(path, owner, "/v1, Kind=Event is disallowed from being an owner");
            }
            if (owner.isTrue("controller")) {
                if (controller != null) {
                    problems.invalid(
                            path,
                            owners,
                            "Only one reference can have Controller set to true. Found \"true\" in references for "
                                    + controller + " and " + name);
                }
                controller = name;
            }
        }
    }

    private static void notEmpty(JsonObject owner, String field, Path path, Problems problems) {
        if (owner.text(field, "").isEmpty()) {
            problems.invalid(path.field(field), "", "must not be empty");
        }
    }
}
