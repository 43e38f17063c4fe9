package io.kubia.controller.store;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import java.util.List;
import java.util.Optional;

/** Everything as it was at one moment. Does not change, whatever is written afterwards. */
public interface Snapshot {
    /** The version of the newest write that is in it. */
    long version();

    /** One object. */
    Optional<KubeObject> get(ObjectKey key);

    /** The objects of a selection, ordered by namespace and name. */
    List<KubeObject> list(Selection selection);
}
