package io.kubia.controller.store;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;

/** One change of one object. */
public sealed interface Change {
    /** The object as it is now, or as it was last, with the version of this change in either case. */
    KubeObject object();

    default ObjectKey key() {
        return object().key();
    }

    default long version() {
        return object().resourceVersion();
    }

    /** It is there. */
    record Added(KubeObject object) implements Change {}

    /** It is another. */
    record Modified(KubeObject before, KubeObject object) implements Change {}

    /** It is gone. */
    record Deleted(KubeObject object) implements Change {}
}
