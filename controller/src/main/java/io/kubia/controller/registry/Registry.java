package io.kubia.controller.registry;

import io.kubia.controller.json.Json;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.model.Status;
import io.kubia.controller.model.Timestamps;
import io.kubia.controller.store.ObjectStore;
import io.kubia.controller.store.Snapshot;
import io.kubia.controller.store.StoreException;
import io.kubia.controller.store.Write;
import io.kubia.controller.store.WriteRefusedException;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Creates, changes and deletes objects by the rules of their kinds. */
public final class Registry {
    private static final int TRIES = 20;

    private final ObjectStore store;
    private final InstantSource clock;
    private final Supplier<String> uids;

    /** {@code uids} makes the unique ids of new objects. */
    public Registry(ObjectStore store, InstantSource clock, Supplier<String> uids) {
        this.store = store;
        this.clock = clock;
        this.uids = uids;
    }

    /** Everything as it is now. */
    public Snapshot now() {
        return store.now();
    }

    /** One object as it is now. */
    public KubeObject get(ObjectKey key) {
        return now().get(key).orElseThrow(() -> new ApiException(Status.notFound(key)));
    }

    /** Stores a new object, with what its kind adds to it; a dry run only says what it would become. */
    public KubeObject create(KubeObject object, boolean dryRun) {
        var complete = object.withMetadata("uid", Json.of(uids.get()))
                .withMetadata("resourceVersion", null)
                .withMetadata("creationTimestamp", Json.of(Timestamps.print(clock.instant())));
        return dryRun ? complete : written(new Write.Create(complete));
    }

    /**
     * Changes one part of an object. When somebody else was faster, the change is made anew to what stands there now.
     *
     * @param change makes the new object out of the present one, or the same one when nothing is to be done; when its
     *     result names another version than the present one, the change is refused as a conflict
     */
    public KubeObject change(ObjectKey key, Part part, UnaryOperator<KubeObject> change, boolean dryRun) {
        for (int i = 0; i < TRIES; i++) {
            var before = get(key);
            var after = merged(before, change.apply(before), part);
            if (after.equals(before) || dryRun) {
                return after;
            }
            try {
                return written(new Write.Replace(after, before.resourceVersion()));
            } catch (ApiException e) {
                if (!e.isConflict()) {
                    throw e;
                }
            }
        }
        throw new ApiException(Status.modified(key));
    }

    /**
     * Deletes an object: at once, or by marking it, when it has grace or finalizers left.
     *
     * @return the object as it was last, or as it is with its mark
     */
    public KubeObject delete(ObjectKey key, DeleteOptions options) {
        var before = get(key);
        return options.dryRun() ? before : written(new Write.Remove(key, before.resourceVersion()));
    }

    private static KubeObject merged(KubeObject before, KubeObject after, Part part) {
        if (after.resourceVersion() != 0 && after.resourceVersion() != before.resourceVersion()) {
            throw new ApiException(Status.modified(before.key()));
        }
        var same = after.withResourceVersion(before.resourceVersion());
        return switch (part) {
            case WHOLE -> same.with("status", before.json().get("status"));
            case STATUS ->
                before.with("status", same.json().get("status"))
                        .withMetadata("labels", same.metadata().get("labels"))
                        .withMetadata("annotations", same.metadata().get("annotations"));
        };
    }

    private KubeObject written(Write write) {
        try {
            return store.write(write).join();
        } catch (CompletionException e) {
            throw switch (e.getCause()) {
                case WriteRefusedException refused -> new ApiException(status(write.key(), refused));
                case StoreException failed -> failed;
                case null, default -> e;
            };
        }
    }

    private static Status status(ObjectKey key, WriteRefusedException refused) {
        return switch (refused.reason()) {
            case ALREADY_THERE -> Status.alreadyExists(key);
            case ANOTHER_VERSION -> Status.modified(key);
            case NOT_THERE -> Status.notFound(key);
            case TOO_LARGE -> Status.plain(413, "RequestEntityTooLarge", "Request entity too large: " + refused.why());
            case STORE_FULL -> Status.forbidden(key, refused.why());
            case BUSY -> Status.plain(429, "TooManyRequests", refused.why());
        };
    }

    /** Whether a kind's objects are stopped before they are gone. */
    static boolean hasGrace(KubeObject object) {
        return object.type().equals(ResourceTypes.POD);
    }
}
