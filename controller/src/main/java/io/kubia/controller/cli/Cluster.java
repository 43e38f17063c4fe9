package io.kubia.controller.cli;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceType;
import java.util.function.Consumer;

/** What {@code up} asks of a cluster, be it the one that it has just started or one that runs already. */
interface Cluster {
    /** Makes an object what its manifest says. */
    Applied apply(KubeObject manifest);

    /** Says how many pods a set shall have. */
    void scale(String namespace, String set, int replicas);

    /**
     * Tells of the objects of a kind, as they are and as they change, until the watch is closed. Calls may come from any
     * thread, one at a time.
     */
    Watch watch(ResourceType type, String namespace, Consumer<KubeObject> told);

    /** A watch under way. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
