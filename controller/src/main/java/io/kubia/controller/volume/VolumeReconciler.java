package io.kubia.controller.volume;

import io.kubia.controller.event.EventRecorder;
import io.kubia.controller.loop.Outcome;
import io.kubia.controller.loop.Reconciler;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings claims and volumes together, and looks after what is left when one of them is gone. Its keys are both claims and
 * volumes: one thread decides about all of them, so that no two claims are ever given one volume.
 */
public final class VolumeReconciler implements Reconciler {
    private final Registry registry;
    private final Executor executor;
    private final VolumeIndex index = new VolumeIndex();

    public VolumeReconciler(Registry registry, EventRecorder events, VolumeContents contents) {
        this.registry = registry;
        this.executor = new Executor(registry, events, contents);
    }

    @Override
    public String name() {
        return "volumes";
    }

    /** Pods first: what is in use is known before anything is decided by it. */
    @Override
    public List<ResourceType> watches() {
        return List.of(
                ResourceTypes.POD,
                ResourceTypes.STORAGE_CLASS,
                ResourceTypes.PERSISTENT_VOLUME,
                ResourceTypes.PERSISTENT_VOLUME_CLAIM);
    }

    @Override
    public void affected(Change change, Snapshot now, Consumer<ObjectKey> keys) {
        index.follow(change);
        var object = change.object();
        if (object.type().equals(ResourceTypes.PERSISTENT_VOLUME)) {
            volumeChanged(change, keys);
        } else if (object.type().equals(ResourceTypes.PERSISTENT_VOLUME_CLAIM)) {
            claimChanged(change, keys);
        } else if (object.type().equals(ResourceTypes.POD)) {
            podChanged(change, now, keys);
        } else if (object.type().equals(ResourceTypes.STORAGE_CLASS)) {
            index.waitingClaims(object.name()).forEach(keys);
            index.waitingClaims("").forEach(keys);
        }
    }

    private void volumeChanged(Change change, Consumer<ObjectKey> keys) {
        var volume = Volume.of(change.object());
        keys.accept(volume.key());
        volume.claim().ifPresent(claim -> keys.accept(claim.key()));
        index.claimsOf(volume.name()).forEach(keys);
    }

    private void claimChanged(Change change, Consumer<ObjectKey> keys) {
        var claim = Claim.of(change.object());
        keys.accept(claim.key());
        index.volumesOf(claim.key()).forEach(name -> keys.accept(Volume.key(name)));
    }

    /** Only that it comes and that it goes matters: which claims it names stays as it is. */
    private void podChanged(Change change, Snapshot now, Consumer<ObjectKey> keys) {
        switch (change) {
            case Change.Added(var pod) ->
                VolumeIndex.claimsOf(pod, claim -> {
                    if (now.get(claim).map(Claim::of).filter(Claim::isWaiting).isPresent()) {
                        keys.accept(claim);
                    }
                });
            case Change.Modified ignored -> {}
            case Change.Deleted(var pod) ->
                VolumeIndex.claimsOf(pod, claim -> {
                    keys.accept(claim);
                    index.volumesOf(claim).forEach(name -> keys.accept(Volume.key(name)));
                });
        }
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        var now = registry.now();
        var object = now.get(key);
        if (object.isEmpty()) {
            executor.forget(key);
            return Outcome.DONE;
        }
        var observer = new Observer(index, now);
        if (key.type().equals(ResourceTypes.PERSISTENT_VOLUME_CLAIM)) {
            return executor.apply(key, ClaimPlanner.plan(observer.of(Claim.of(object.get()))));
        }
        var volume = Volume.of(object.get());
        var outcome = executor.apply(key, VolumePlanner.plan(observer.of(volume)));
        offer(key);
        return outcome;
    }

    /** A free volume looks for a claim that waits: so a claim does not have to be looked at for each volume that comes. */
    private void offer(ObjectKey key) {
        var volume = free(key);
        if (volume.isEmpty()) {
            return;
        }
        for (var waiting : index.waitingClaims(volume.get().storageClass())) {
            var claim = registry.now().get(waiting).map(Claim::of);
            if (claim.filter(Claim::isWaiting)
                    .filter(found -> Matching.fits(volume.get(), found))
                    .isPresent()) {
                reconcile(waiting);
                if (free(key).isEmpty()) {
                    return;
                }
            }
        }
    }

    private Optional<Volume> free(ObjectKey key) {
        return registry.now().get(key).map(Volume::of).filter(Volume::isFree);
    }
}
