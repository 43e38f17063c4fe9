package io.kubia.controller.registry;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Status;
import io.kubia.controller.registry.field.Problems;
import io.kubia.controller.registry.kind.Rules;
import io.kubia.controller.store.Snapshot;
import org.jspecify.annotations.Nullable;

/** What an object becomes by a change of one of its parts. */
final class Update {
    private Update() {}

    /**
     * The object that is to be stored.
     *
     * @throws ApiException the change was made from another version or another object, or would make it invalid
     */
    static KubeObject of(KubeObject before, KubeObject wanted, Part part, Rules kind, Snapshot now) {
        requireSame(before, wanted);
        var problems = new Problems();
        var after = switch (part) {
            case WHOLE -> whole(before, wanted, kind, now, problems);
            case STATUS -> status(before, wanted, kind, problems);
            case FINALIZERS -> finalizers(before, wanted, kind, problems);
            case BINDING ->
                before.with("spec", wanted.json().get("spec"))
                        .with("status", wanted.json().get("status"));
        };
        Registry.refuse(before, problems);
        return after;
    }

    private static KubeObject whole(KubeObject before, KubeObject wanted, Rules kind, Snapshot now, Problems problems) {
        var merged =
                Metadata.forUpdate(before, wanted).with("status", before.json().get("status"));
        var prepared = kind.prepareUpdate(
                before, kind.defaults(merged).with("status", before.json().get("status")));
        var after = Metadata.withGeneration(before, kind.admit(before, prepared, now), kind);
        Metadata.validate(after, kind, problems);
        Metadata.validateUpdate(before, after, problems);
        kind.validate(after, problems);
        kind.validateUpdate(before, after, problems);
        return after;
    }

    private static KubeObject status(KubeObject before, KubeObject wanted, Rules kind, Problems problems) {
        var after = before.with("status", wanted.json().get("status"))
                .withMetadata("labels", notEmpty(wanted, "labels"))
                .withMetadata("annotations", notEmpty(wanted, "annotations"));
        if (!after.metadata().equals(before.metadata())) {
            Metadata.validate(after, kind, problems);
        }
        kind.validateStatus(before, after, problems);
        return after;
    }

    private static KubeObject finalizers(KubeObject before, KubeObject wanted, Rules kind, Problems problems) {
        var after =
                before.withSpec(spec -> spec.with("finalizers", wanted.spec().get("finalizers")));
        kind.validate(after, problems);
        return after;
    }

    private static @Nullable Json notEmpty(KubeObject object, String field) {
        return object.metadata().get(field) instanceof JsonObject map && !map.isEmpty() ? map : null;
    }

    /** An update may say from which version, and of which object, it was made. */
    private static void requireSame(KubeObject before, KubeObject wanted) {
        var version = wanted.metadata().text("resourceVersion", "");
        if (!version.isEmpty() && !version.equals("0") && !version.equals(Long.toString(before.resourceVersion()))) {
            throw new ApiException(Status.modified(before.key()));
        }
        if (!wanted.uid().isEmpty() && !wanted.uid().equals(before.uid())) {
            throw new ApiException(Status.conflict(
                    before.key(),
                    "Precondition failed: UID in precondition: " + wanted.uid() + ", UID in object meta: "
                            + before.uid()));
        }
    }
}
