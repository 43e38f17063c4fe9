package io.kubia.controller.statefulset;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.simulation.SetManifest;

/** Pieces of specs that several tests need. */
final class SetSpecs {
    private SetSpecs() {}

    static JsonObject image(JsonObject spec, String image) {
        return SetManifest.withImage(spec, image);
    }

    static JsonObject onDelete() {
        return JsonObject.EMPTY.with("type", "OnDelete");
    }

    /** The volumes of the template, as YAML in one line. */
    static JsonObject volumes(JsonObject spec, String yaml) {
        var volumes = SetManifest.yaml("volumes: " + yaml).array("volumes");
        return spec.withChanged(
                "template", template -> template.withChanged("spec", pod -> pod.with("volumes", volumes)));
    }

    /** The spec of a pod as the set's, that stands on its own. */
    static JsonObject bare() {
        return volumes(SetManifest.kubia(true, 1).spec(), "[{name: data, emptyDir: {}}]")
                .object("template")
                .object("spec");
    }

    /** The policy by which claims go with their set. */
    static JsonObject deleted() {
        return JsonObject.EMPTY.with("whenDeleted", "Delete").with("whenScaled", "Retain");
    }
}
