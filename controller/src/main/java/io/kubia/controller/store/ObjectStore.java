package io.kubia.controller.store;

import io.kubia.controller.model.KubeObject;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps objects, each at its newest version, and tells who watches. Every method may be called from any thread.
 *
 * <p>Versions count up over all objects, one for each write. A write is durable before anyone sees it; then it is in
 * {@link #now}, then watchers are told, then its future completes, in this order.
 */
public interface ObjectStore extends AutoCloseable {
    /** Everything as it is at this moment. Never waits. */
    Snapshot now();

    /**
     * Writes one object.
     *
     * @return the object with its new version, or a removed one with the version of its removal; fails with
     *     {@link WriteRefusedException} when what stands there is not what the write expects, and with
     *     {@link StoreException} when it could not be made durable
     */
    CompletableFuture<KubeObject> write(Write write);

    /**
     * Tells of every change after a version. What came between that version and now is told at once, on the calling
     * thread or the store's own, before anything newer.
     *
     * @throws VersionGoneException so much has changed since that it is no longer known what
     */
    Subscription watch(Selection selection, long after, Watcher watcher) throws VersionGoneException;

    /** Stops after what is under way has been written. Watchers hear nothing more. */
    @Override
    void close();

    /** A watch under way. */
    interface Subscription extends AutoCloseable {
        /** No call begins after this returns; one may be under way. */
        @Override
        void close();
    }

    /** Whoever watches. Called by one thread at a time, and must neither wait nor fail. */
    @FunctionalInterface
    interface Watcher {
        void changed(Change change);
    }
}
