package io.kubia.controller.registry.kind;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.registry.field.Checks;
import io.kubia.controller.registry.field.Path;
import io.kubia.controller.registry.field.Problems;
import java.util.List;
import java.util.OptionalLong;

/** What an update of a pod may not change, which is nearly everything. */
final class PodUpdateChecks {
    private static final Path SPEC = Path.of("spec");
    private static final List<String> CHANGEABLE = List.of(
            "containers", "initContainers", "activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds");
    private static final String IMMUTABLE = "pod updates may not change fields other than `spec.containers[*].image`,"
            + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
            + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private PodUpdateChecks() {}

    static void spec(JsonObject before, JsonObject after, Problems problems) {
        if (before.equals(after)) {
            return;
        }
        for (var field : List.of("containers", "initContainers")) {
            if (before.array(field).size() != after.array(field).size()) {
                problems.forbidden(SPEC.field(field), "pod updates may not add or remove containers");
                return;
            }
        }
        deadline(before.number("activeDeadlineSeconds"), after.number("activeDeadlineSeconds"), problems);
        tolerations(before, after, problems);
        boolean isSame = Checks.sameBut(CHANGEABLE, before, after)
                && sameButImages(before, after, "containers")
                && sameButImages(before, after, "initContainers")
                && sameGrace(before, after);
        if (!isSame) {
            problems.forbidden(SPEC, IMMUTABLE);
        }
    }

    private static void deadline(OptionalLong before, OptionalLong after, Problems problems) {
        var path = SPEC.field("activeDeadlineSeconds");
        if (before.isPresent() && after.isEmpty()) {
            problems.invalid(path, (Json) null, "must not update from a positive integer to nil value");
        } else if (before.isPresent() && after.getAsLong() > before.getAsLong()) {
            problems.invalid(path, after.getAsLong(), "must be less than or equal to previous value");
        }
    }

    private static void tolerations(JsonObject before, JsonObject after, Problems problems) {
        for (var old : before.array("tolerations").objects()) {
            boolean isKept = false;
            for (var now : after.array("tolerations").objects()) {
                isKept |= now.without("tolerationSeconds").equals(old.without("tolerationSeconds"));
            }
            if (!isKept) {
                problems.forbidden(
                        SPEC.field("tolerations"),
                        "existing toleration can not be modified except its tolerationSeconds");
                return;
            }
        }
    }

    private static boolean sameButImages(JsonObject before, JsonObject after, String field) {
        var old = before.array(field).objects();
        var now = after.array(field).objects();
        for (int i = 0; i < old.size() && i < now.size(); i++) {
            if (!old.get(i).without("image").equals(now.get(i).without("image"))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameGrace(JsonObject before, JsonObject after) {
        var old = before.number("terminationGracePeriodSeconds");
        var now = after.number("terminationGracePeriodSeconds");
        return old.equals(now) || (old.orElse(0) < 0 && now.orElse(0) == 1);
    }
}
