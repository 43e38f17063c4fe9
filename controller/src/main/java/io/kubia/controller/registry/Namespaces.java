package io.kubia.controller.registry;

import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.model.Status;
import io.kubia.controller.registry.field.Path;
import io.kubia.controller.store.Snapshot;
import java.util.List;
import java.util.Set;

/** What namespaces let happen. */
final class Namespaces {
    /** Those that are there from the start. */
    static final List<String> INITIAL = List.of("default", "kube-node-lease", "kube-public", "kube-system");

    private static final Set<String> IMMORTAL = Set.of("default", "kube-public", "kube-system");

    private Namespaces() {}

    /** Refuses a new object whose namespace is not there, or on its way out. */
    static void requireOpen(KubeObject object, Snapshot now) {
        if (!object.type().namespaced() || object.namespace().isEmpty()) {
            return;
        }
        var key = ObjectKey.of(ResourceTypes.NAMESPACE, object.namespace());
        var namespace = now.get(key).orElseThrow(() -> new ApiException(Status.notFound(key)));
        if (namespace.isBeingDeleted()) {
            throw new ApiException(closed(object));
        }
    }

    /** Refuses to delete what a cluster cannot do without. */
    static void requireDeletable(ObjectKey namespace) {
        if (IMMORTAL.contains(namespace.name())) {
            throw new ApiException(Status.forbidden(namespace, "this namespace may not be deleted"));
        }
    }

    private static Status closed(KubeObject object) {
        var type = object.type();
        var namespace = object.namespace();
        return new Status(
                403,
                "Forbidden",
                type.qualifiedPlural() + " \"" + object.name()
                        + "\" is forbidden: unable to create new content in namespace " + namespace
                        + " because it is being terminated",
                object.name(),
                type.group(),
                type.plural(),
                List.of(new Status.Cause(
                        "NamespaceTerminating",
                        "namespace " + namespace + " is being terminated",
                        Path.of("metadata").field("namespace").toString())));
    }
}
