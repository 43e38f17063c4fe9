package io.kubia.controller.cli;

import io.kubia.controller.ControlPlane;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.VersionGoneException;
import java.util.function.Consumer;

/** The cluster that this process is. */
record LocalCluster(ControlPlane controlPlane) implements Cluster {
    @Override
    public Applied apply(KubeObject manifest) {
        var present = controlPlane.registry().now().get(manifest.key());
        if (present.isEmpty()) {
            controlPlane.registry().create(LastApplied.noted(manifest), false);
            return new Applied(manifest, Applied.What.CREATED);
        }
        var patch = LastApplied.patch(manifest, present.get().json());
        if (patch.isEmpty()) {
            return new Applied(manifest, Applied.What.UNCHANGED);
        }
        controlPlane.patch(manifest.key(), patch);
        return new Applied(manifest, Applied.What.CONFIGURED);
    }

    @Override
    public void scale(String namespace, String set, int replicas) {
        controlPlane.scale(ObjectKey.of(ResourceTypes.STATEFUL_SET, namespace, set), replicas);
    }

    @Override
    public Watch watch(ResourceType type, String namespace, Consumer<KubeObject> told) {
        var selection = Selection.in(type, namespace);
        var now = controlPlane.store().now();
        now.list(selection).forEach(told);
        try {
            return controlPlane.store().watch(selection, now.version(), change -> told.accept(change.object()))::close;
        } catch (VersionGoneException e) {
            throw new IllegalStateException("a version of this moment is gone", e);
        }
    }
}
