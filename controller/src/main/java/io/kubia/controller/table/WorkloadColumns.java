package io.kubia.controller.table;

import io.kubia.controller.api.table.Column;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What tables say of sets of pods, and of what belongs to these. */
final class WorkloadColumns {
    private WorkloadColumns() {}

    static Layout statefulSets() {
        return Layout.named()
                .text(
                        "Ready",
                        set -> set.status().number("readyReplicas", 0) + "/"
                                + set.spec().number("replicas", 0))
                .age()
                .wide("Containers", set -> ofContainers(set, "name"))
                .wide("Images", set -> ofContainers(set, "image"))
                .build();
    }

    static Layout controllerRevisions() {
        return Layout.named()
                .text("Controller", WorkloadColumns::controller)
                .cell(
                        Column.text("Revision"),
                        (revision, now) -> Json.of(revision.json().number("revision", 0)))
                .age()
                .build();
    }

    static Layout disruptionBudgets() {
        return Layout.named()
                .text("Min Available", budget -> amount(budget.spec().get("minAvailable")))
                .text("Max Unavailable", budget -> amount(budget.spec().get("maxUnavailable")))
                .cell(
                        Column.text("Allowed Disruptions"),
                        (budget, now) -> Json.of(budget.status().number("disruptionsAllowed", 0)))
                .age()
                .build();
    }

    private static String ofContainers(KubeObject set, String field) {
        List<JsonObject> containers =
                set.spec().object("template").object("spec").array("containers").objects();
        return String.join(
                ",",
                containers.stream().map(container -> container.text(field, "")).toList());
    }

    /** {@code statefulset.apps/kubia}. */
    private static String controller(KubeObject revision) {
        for (var owner : revision.metadata().array("ownerReferences").objects()) {
            if (owner.isTrue("controller")) {
                var version = owner.text("apiVersion", "");
                int slash = version.indexOf('/');
                return owner.text("kind", "").toLowerCase(Locale.ROOT)
                        + (slash < 0 ? "" : "." + version.substring(0, slash))
                        + "/" + owner.text("name", "");
            }
        }
        return Words.NONE;
    }

    /** A number or a percentage. */
    private static String amount(@Nullable Json value) {
        return switch (value) {
            case Json.Whole(var number) -> Long.toString(number);
            case Json.Text(var text) -> text;
            case null, default -> "N/A";
        };
    }
}
