package io.kubia.controller.registry;

import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.Status;
import io.kubia.controller.store.ObjectStore;
import io.kubia.controller.store.Snapshot;
import io.kubia.controller.store.StoreException;
import io.kubia.controller.store.Write;
import io.kubia.controller.store.WriteRefusedException;
import java.util.concurrent.CompletionException;

/** Writes to the store and waits for it, and tells refusals in Kubernetes' words. */
final class WritePath {
    private final ObjectStore store;

    WritePath(ObjectStore store) {
        this.store = store;
    }

    Snapshot now() {
        return store.now();
    }

    /** @throws StaleException it is at another version by now */
    KubeObject replace(KubeObject object, long expectedVersion) {
        return write(new Write.Replace(object, expectedVersion));
    }

    /** @throws StaleException it is at another version by now */
    KubeObject remove(KubeObject object) {
        return write(new Write.Remove(object.key(), object.resourceVersion()));
    }

    /** @throws StaleException the object is at another version than the write expects */
    KubeObject write(Write write) {
        try {
            return store.write(write).join();
        } catch (CompletionException e) {
            throw switch (e.getCause()) {
                case WriteRefusedException refused -> refused(write.key(), refused);
                case StoreException failed -> failed;
                case null, default -> e;
            };
        }
    }

    private static RuntimeException refused(ObjectKey key, WriteRefusedException refused) {
        return switch (refused.reason()) {
            case ALREADY_THERE -> new ApiException(Status.alreadyExists(key));
            case ANOTHER_VERSION -> new StaleException(refused);
            case NOT_THERE -> new ApiException(Status.notFound(key));
            case TOO_LARGE ->
                new ApiException(
                        Status.plain(413, "RequestEntityTooLarge", "Request entity too large: " + refused.why()));
            case STORE_FULL -> new ApiException(Status.forbidden(key, refused.why()));
            case BUSY -> new ApiException(Status.plain(429, "TooManyRequests", refused.why()));
        };
    }
}
