package io.kubia.controller.registry;

import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.model.Status;
import io.kubia.controller.registry.field.Problems;
import io.kubia.controller.registry.kind.KindRules;
import io.kubia.controller.registry.kind.Rules;
import io.kubia.controller.store.ObjectStore;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.Snapshot;
import io.kubia.controller.store.Write;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Creates, changes and deletes objects by the rules of their kinds, as Kubernetes' API server does between a request and
 * its store.
 *
 * <p>Implementation note. What an object becomes is decided by pure functions of a snapshot; the store's expected versions
 * keep two writes of one object apart. Two things concern several objects, and need a lock, held until the write is done.
 * {@link #allocation}: an address or a port is taken from those that no service has, so services are written one at a
 * time. {@link #creations}: whoever creates an object in a namespace shares it, whoever marks a namespace as being deleted
 * holds it alone, so that nothing appears in a namespace once it is known to be going.
 */
public final class Registry {
    private static final int TRIES = 20;
    private static final int NAME_TRIES = 8;

    private final WritePath store;
    private final InstantSource clock;
    private final Supplier<String> uids;
    private final RandomGenerator random;
    private final KindRules rules;

    private final ReentrantLock allocation = new ReentrantLock();
    private final ReentrantReadWriteLock creations = new ReentrantReadWriteLock();

    /** One that hands out what {@link RegistryConfig#DEFAULT} says. */
    public Registry(ObjectStore store, InstantSource clock, Supplier<String> uids) {
        this(store, clock, uids, RegistryConfig.DEFAULT);
    }

    /**
     * A registry of a store, which nobody else writes to.
     *
     * @param uids makes the unique ids of new objects; the ends of generated names, addresses and ports come from such ids as
     *     well. Any thread calls it
     */
    public Registry(ObjectStore store, InstantSource clock, Supplier<String> uids, RegistryConfig config) {
        this.store = new WritePath(store);
        this.clock = clock;
        this.uids = uids;
        this.random = new IdRandom(uids);
        this.rules = new KindRules(config.serviceAddresses(), config.firstNodePort(), config.lastNodePort());
    }

    /** Everything as it is now. */
    public Snapshot now() {
        return store.now();
    }

    /** Makes the namespaces that every cluster has, those that are missing. */
    public void createInitialNamespaces() {
        for (var name : Namespaces.INITIAL) {
            var namespace = KubeObject.named(ResourceTypes.NAMESPACE, "", name);
            if (now().get(namespace.key()).isEmpty()) {
                create(namespace, false);
            }
        }
    }

    /** One object as it is now. */
    public KubeObject get(ObjectKey key) {
        return now().get(key).orElseThrow(() -> new ApiException(Status.notFound(key)));
    }

    /**
     * Stores a new object, with what its kind adds to it; a dry run only says what it would become.
     *
     * @throws ApiException it is invalid, there is one of its name, or its namespace is missing or going
     */
    public KubeObject create(KubeObject object, boolean dryRun) {
        var version = object.metadata().text("resourceVersion", "");
        if (!version.isEmpty() && !version.equals("0")) {
            throw new ApiException(Status.plain(500, "", "resourceVersion should not be set on objects to be created"));
        }
        boolean isNamed = !object.name().isEmpty();
        for (int i = 1; ; i++) {
            try {
                return createNamed(object, dryRun);
            } catch (ApiException e) {
                if (isNamed || !e.isAlreadyExists() || i == NAME_TRIES) {
                    throw e;
                }
            }
        }
    }

    private KubeObject createNamed(KubeObject object, boolean dryRun) {
        var kind = rules.of(object.type());
        creations.readLock().lock();
        try {
            var now = store.now();
            var named = Metadata.forCreate(object, kind, uids.get(), clock.instant(), random);
            Namespaces.requireOpen(named, now);
            var ready = kind.admit(null, kind.prepareCreate(kind.defaults(named)), now);
            var problems = new Problems();
            Metadata.validate(ready, kind, problems);
            kind.validate(ready, problems);
            refuse(ready, problems);
            return exclusively(kind, () -> {
                var complete = allocated(kind, null, ready);
                if (!dryRun) {
                    return store.write(new Write.Create(complete));
                }
                if (store.now().get(complete.key()).isPresent()) {
                    throw new ApiException(Status.alreadyExists(complete.key()));
                }
                return complete;
            });
        } finally {
            creations.readLock().unlock();
        }
    }

    /**
     * Changes one part of an object. When somebody else was faster, the change is made anew to what stands there now. An
     * object that is being deleted is removed by the change that takes its last finalizer.
     *
     * @param change makes the new object out of the present one, or the same one when nothing is to be done; when its
     *     result names another version than the present one, the change is refused as a conflict
     * @throws ApiException it is not there, has changed, or would be invalid
     */
    public KubeObject change(ObjectKey key, Part part, UnaryOperator<KubeObject> change, boolean dryRun) {
        var kind = rules.of(key.type());
        for (int i = 0; i < TRIES; i++) {
            try {
                return exclusively(kind, () -> changeOnce(kind, get(key), part, change, dryRun));
            } catch (StaleException e) {
                // somebody was faster: once more from what stands there now
            }
        }
        throw new ApiException(Status.modified(key));
    }

    private KubeObject changeOnce(
            Rules kind, KubeObject before, Part part, UnaryOperator<KubeObject> change, boolean dryRun) {
        var wanted = change.apply(before);
        if (wanted.equals(before)) {
            return before;
        }
        var after = Update.of(before, wanted, part, kind, store.now());
        if (part == Part.WHOLE) {
            after = allocated(kind, before, after);
        }
        if (after.equals(before) || dryRun) {
            return after;
        }
        return Deletion.isOver(before, after)
                ? store.write(new Write.Remove(before.key(), before.resourceVersion()))
                : store.replace(after, before.resourceVersion());
    }

    /**
     * Assigns a pod to a node, as a scheduler does: from then on its grace counts.
     *
     * @throws ApiException it is on one already, is being deleted, or is not there
     */
    public KubeObject bind(ObjectKey pod, String node, boolean dryRun) {
        return change(pod, Part.BINDING, now -> Binding.of(now, node, clock.instant()), dryRun);
    }

    /**
     * Deletes an object: at once, or by marking it, when it has grace or finalizers left.
     *
     * @return the object as it was last, or as it is with its mark
     * @throws ApiException it is not there, is not the one that the options mean, or may not be deleted
     */
    public KubeObject delete(ObjectKey key, DeleteOptions options) {
        if (!key.type().equals(ResourceTypes.NAMESPACE)) {
            return deleteNow(key, options);
        }
        Namespaces.requireDeletable(key);
        creations.writeLock().lock();
        try {
            return deleteNow(key, options);
        } finally {
            creations.writeLock().unlock();
        }
    }

    private KubeObject deleteNow(ObjectKey key, DeleteOptions options) {
        for (int i = 0; i < TRIES; i++) {
            var before = get(key);
            Deletion.requireMeant(before, options);
            try {
                return deleted(before, Deletion.of(before, options, clock.instant()), options.dryRun());
            } catch (StaleException e) {
                // somebody was faster: once more from what stands there now
            }
        }
        throw new ApiException(Status.modified(key));
    }

    private KubeObject deleted(KubeObject before, Deletion deletion, boolean dryRun) {
        return switch (deletion) {
            case Deletion.Unchanged ignored -> before;
            case Deletion.Gone ignored when dryRun -> before;
            case Deletion.Gone ignored -> store.remove(before);
            case Deletion.Marked(var marked) when dryRun -> marked;
            case Deletion.Marked(var marked) -> store.replace(marked, before.resourceVersion());
        };
    }

    /**
     * Deletes every object of a selection that a filter takes. What is gone in the meantime counts as deleted.
     *
     * @return each of them as {@link #delete} returns it
     */
    public List<KubeObject> deleteCollection(Selection selection, Predicate<KubeObject> filter, DeleteOptions options) {
        var deleted = new ArrayList<KubeObject>();
        for (var object : now().list(selection)) {
            if (!filter.test(object)) {
                continue;
            }
            try {
                deleted.add(delete(object.key(), options));
            } catch (ApiException e) {
                if (!e.isNotFound()) {
                    throw e;
                }
            }
        }
        return deleted;
    }

    private KubeObject allocated(Rules kind, @Nullable KubeObject before, KubeObject object) {
        if (!kind.allocates()) {
            return object;
        }
        var problems = new Problems();
        var complete = kind.allocate(before, object, store.now(), random, problems);
        refuse(object, problems);
        return complete;
    }

    private KubeObject exclusively(Rules kind, Supplier<KubeObject> write) {
        if (!kind.allocates()) {
            return write.get();
        }
        allocation.lock();
        try {
            return write.get();
        } finally {
            allocation.unlock();
        }
    }

    static void refuse(KubeObject object, Problems problems) {
        if (!problems.isEmpty()) {
            throw new ApiException(Status.invalid(object.type(), object.name(), problems.causes()));
        }
    }
}
