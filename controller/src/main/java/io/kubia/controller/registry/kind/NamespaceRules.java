package io.kubia.controller.registry.kind;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.registry.field.Names;
import io.kubia.controller.registry.field.Path;
import io.kubia.controller.registry.field.Problems;
import java.util.List;

/**
 * Namespaces: each is kept by a finalizer in its spec, apart from those in its metadata, until what is in it is gone; only
 * the {@code finalize} subresource takes that away.
 */
final class NamespaceRules implements Rules {
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";
    private static final JsonArray FINALIZERS = JsonArray.ofTexts(List.of("kubernetes"));

    @Override
    public List<String> nameProblems(String name) {
        return Names.label(name);
    }

    @Override
    public KubeObject defaults(KubeObject object) {
        return object.name().isEmpty() || object.name().equals(object.label(NAME_LABEL))
                ? object
                : object.withLabel(NAME_LABEL, object.name());
    }

    @Override
    public KubeObject prepareCreate(KubeObject object) {
        var finalizers = object.spec().array("finalizers");
        var all = finalizers.texts().contains("kubernetes")
                ? finalizers
                : finalizers.isEmpty() ? FINALIZERS : finalizers.with(FINALIZERS.get(0));
        return object.withSpec(JsonObject.of("finalizers", all)).withStatus(phase("Active"));
    }

    @Override
    public KubeObject prepareUpdate(KubeObject before, KubeObject after) {
        return after.with("spec", before.json().get("spec"));
    }

    @Override
    public void validate(KubeObject object, Problems problems) {
        var path = Path.of("spec").field("finalizers");
        for (var finalizer : object.spec().array("finalizers").texts()) {
            problems.invalid(path, finalizer, Names.qualified(finalizer));
            if (finalizer.indexOf('/') < 0 && !finalizer.equals("kubernetes")) {
                problems.invalid(
                        path, finalizer, "name is neither a standard finalizer name nor is it fully qualified");
            }
        }
    }

    @Override
    public void validateStatus(KubeObject before, KubeObject after, Problems problems) {
        var phase = after.status().text("phase", "");
        var path = Path.of("status").field("phase");
        if (after.isBeingDeleted() && !phase.equals("Terminating")) {
            problems.invalid(path, phase, "may only be 'Terminating' if `deletionTimestamp` is not empty");
        } else if (!after.isBeingDeleted() && !phase.equals("Active")) {
            problems.invalid(path, phase, "may only be 'Active' if `deletionTimestamp` is empty");
        }
    }

    private static JsonObject phase(String phase) {
        return JsonObject.of("phase", Json.of(phase));
    }
}
