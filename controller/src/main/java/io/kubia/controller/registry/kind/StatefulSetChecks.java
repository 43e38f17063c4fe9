package io.kubia.controller.registry.kind;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.LabelSelector;
import io.kubia.controller.registry.field.Checks;
import io.kubia.controller.registry.field.MetadataChecks;
import io.kubia.controller.registry.field.Path;
import io.kubia.controller.registry.field.Problems;
import java.util.List;

/**
 * What must be true of a StatefulSet. As in Kubernetes, the containers of its template are not looked at: what is wrong
 * with them is told when a pod is to be made.
 */
final class StatefulSetChecks {
    private static final Path SPEC = Path.of("spec");
    private static final Path STATUS = Path.of("status");

    private static final List<String> CHANGEABLE = List.of(
            "replicas",
            "ordinals",
            "template",
            "updateStrategy",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds");
    private static final String IMMUTABLE = "updates to statefulset spec for fields other than 'replicas', 'ordinals',"
            + " 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
            + " 'minReadySeconds' are forbidden";
    private static final List<String> RETENTIONS = List.of("Retain", "Delete");
    private static final List<String> COUNTERS = List.of(
            "replicas",
            "readyReplicas",
            "currentReplicas",
            "updatedReplicas",
            "availableReplicas",
            "observedGeneration",
            "collisionCount");

    private StatefulSetChecks() {}

    static void set(KubeObject set, Problems problems) {
        var spec = set.spec();
        var management = spec.text("podManagementPolicy", "");
        if (!management.equals("OrderedReady") && !management.equals("Parallel")) {
            problems.invalid(SPEC.field("podManagementPolicy"), management, "must be 'OrderedReady' or 'Parallel'");
        }
        strategy(spec.object("updateStrategy"), SPEC.field("updateStrategy"), problems);
        var retention = spec.object("persistentVolumeClaimRetentionPolicy");
        var retentionPath = SPEC.field("persistentVolumeClaimRetentionPolicy");
        Checks.oneOf(retention, "whenDeleted", RETENTIONS, retentionPath, problems);
        Checks.oneOf(retention, "whenScaled", RETENTIONS, retentionPath, problems);
        Checks.notNegative(spec, "replicas", SPEC, problems);
        Checks.notNegative(spec, "minReadySeconds", SPEC, problems);
        Checks.notNegative(spec, "revisionHistoryLimit", SPEC, problems);
        Checks.notNegative(spec.object("ordinals"), "start", SPEC.field("ordinals"), problems);
        selector(spec, problems);
        template(spec, SPEC.field("template"), problems);
    }

    private static void strategy(JsonObject strategy, Path path, Problems problems) {
        var rolling = strategy.get("rollingUpdate");
        switch (strategy.text("type", "")) {
            case "" -> problems.required(path);
            case "OnDelete" -> {
                if (rolling != null) {
                    problems.invalid(
                            path.field("rollingUpdate"), rolling, "only allowed for updateStrategy 'RollingUpdate'");
                }
            }
            case "RollingUpdate" ->
                rollingUpdate(strategy.object("rollingUpdate"), path.field("rollingUpdate"), problems);
            default -> problems.invalid(path, strategy, "must be 'RollingUpdate' or 'OnDelete'");
        }
    }

    private static void rollingUpdate(JsonObject rolling, Path path, Problems problems) {
        Checks.notNegative(rolling, "partition", path, problems);
        var most = rolling.get("maxUnavailable");
        if (most instanceof Json.Whole(var number)) {
            if (number < 0) {
                Checks.notNegative(rolling, "maxUnavailable", path, problems);
            } else if (number == 0) {
                problems.invalid(path.field("maxUnavailable"), most, "cannot be 0");
            }
        } else if (most instanceof Json.Text(var text) && !isPercentage(text)) {
            problems.invalid(
                    path.field("maxUnavailable"),
                    text,
                    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%',"
                            + " regex used for validation is '[0-9]+%')");
        }
    }

    private static boolean isPercentage(String text) {
        boolean isOne = text.length() > 1 && text.endsWith("%");
        for (int i = 0; i < text.length() - 1; i++) {
            isOne &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return isOne;
    }

    private static void selector(JsonObject spec, Problems problems) {
        var path = SPEC.field("selector");
        if (!(spec.get("selector") instanceof JsonObject selector)) {
            problems.required(path);
            return;
        }
        Checks.selector(selector, path, problems);
        if (LabelSelector.of(selector).isEmpty()) {
            problems.invalid(path, selector, "empty selector is invalid for statefulset");
        }
    }

    private static void template(JsonObject spec, Path path, Problems problems) {
        var template = spec.object("template");
        var metadata = template.object("metadata");
        var selector = LabelSelector.of(spec.object("selector"));
        if (!selector.matches(metadata.object("labels").texts())) {
            problems.invalid(
                    path.field("metadata").field("labels"),
                    metadata.object("labels"),
                    "`selector` does not match template `labels`");
        }
        MetadataChecks.labels(metadata.object("labels"), path.field("labels"), problems);
        MetadataChecks.annotations(metadata.object("annotations"), path.field("annotations"), problems);
        var podPath = path.field("spec");
        var restart = template.object("spec").text("restartPolicy", "");
        if (!restart.equals("Always")) {
            problems.unsupported(podPath.field("restartPolicy"), restart, List.of("Always"));
        }
        if (template.object("spec").get("activeDeadlineSeconds") instanceof Json.Whole) {
            problems.forbidden(
                    podPath.field("activeDeadlineSeconds"), "activeDeadlineSeconds in StatefulSet is not Supported");
        }
    }

    static void update(KubeObject before, KubeObject after, Problems problems) {
        if (!Checks.sameBut(CHANGEABLE, before.spec(), after.spec())) {
            problems.forbidden(SPEC, IMMUTABLE);
        }
    }

    static void status(JsonObject before, JsonObject after, Problems problems) {
        for (var counter : COUNTERS) {
            Checks.notNegative(after, counter, STATUS, problems);
        }
        for (var counter : List.of("readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas")) {
            notGreater(after, counter, "replicas", problems);
        }
        notGreater(after, "availableReplicas", "readyReplicas", problems);
        long collisions = after.number("collisionCount", 0);
        if (collisions < before.number("collisionCount", 0)) {
            problems.invalid(STATUS.field("collisionCount"), collisions, "cannot be decremented");
        }
    }

    private static void notGreater(JsonObject status, String field, String other, Problems problems) {
        long value = status.number(field, 0);
        if (value > status.number(other, 0)) {
            problems.invalid(STATUS.field(field), value, "cannot be greater than status." + other);
        }
    }
}
