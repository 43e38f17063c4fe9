package io.kubia.controller.loop;

import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.Snapshot;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps one kind of thing as it should be: reads, decides by a pure planner, and applies. Keeps nothing in memory that it
 * could not do without: after a crash it begins anew with every object as if that had just been added.
 */
public interface Reconciler {
    /** One or two words for logs, metrics and the name of its thread. */
    String name();

    /** What it wants to hear of. */
    List<ResourceType> watches();

    /**
     * Says which keys a change concerns. Called in the order of changes, and must not wait.
     *
     * @param now everything as it is, this change included, perhaps newer ones too
     */
    void affected(Change change, Snapshot now, Consumer<ObjectKey> keys);

    /**
     * Makes one thing as it should be, or as near as it gets in one pass. One thread at a time calls.
     *
     * @throws io.kubia.controller.model.ApiException something was not as it was when it was read, or could not be done: the
     *     key comes again, later and later
     */
    Outcome reconcile(ObjectKey key);
}
