package io.kubia.controller.store;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;

/** One write, and what must stand there for it to be done. */
public sealed interface Write {
    ObjectKey key();

    /** Nothing of that name is there. */
    record Create(KubeObject object) implements Write {
        @Override
        public ObjectKey key() {
            return object.key();
        }
    }

    /** The object is there, at exactly this version. */
    record Replace(KubeObject object, long expectedVersion) implements Write {
        @Override
        public ObjectKey key() {
            return object.key();
        }
    }

    /** The object is there, at exactly this version, and shall be gone. */
    record Remove(ObjectKey key, long expectedVersion) implements Write {}
}
