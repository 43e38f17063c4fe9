package io.kubia.controller.volume;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.store.Snapshot;
import java.util.Optional;
import java.util.function.Predicate;

/** Gathers what is decided by, all of it out of one snapshot. */
final class Observer {
    private final VolumeIndex index;
    private final Snapshot now;

    Observer(VolumeIndex index, Snapshot now) {
        this.index = index;
        this.now = now;
    }

    ClaimFacts of(Claim claim) {
        var storageClass = StorageClass.find(now, claim.effectiveClass());
        boolean isWanted = claim.isWaiting() && hasPod(claim.key(), pod -> !pod.isBeingDeleted());
        var facts = new ClaimFacts(
                claim,
                Optional.empty(),
                storageClass,
                claim.isWaiting() && claim.storageClass().isEmpty() ? StorageClass.standard(now) : Optional.empty(),
                isWanted,
                claim.object().isBeingDeleted() && hasPod(claim.key(), Observer::isOnNode));
        var volume = claim.volumeName().isEmpty() ? match(facts) : volume(claim.volumeName());
        return new ClaimFacts(claim, volume, storageClass, facts.standard(), isWanted, facts.isUsed());
    }

    VolumeFacts of(Volume volume) {
        var reference = volume.claim();
        if (reference.isEmpty()) {
            return new VolumeFacts(volume, Optional.empty(), false);
        }
        var claim = now.get(reference.get().key()).map(Claim::of);
        // A pod that is older than the claim which has the name now may have what the claim before it had.
        boolean mayBeUsed = hasPod(
                reference.get().key(),
                pod -> isOnNode(pod)
                        && (claim.isEmpty()
                                || claim.get().uid().equals(reference.get().uid())
                                || pod.creationTimestamp()
                                        .isBefore(claim.get().object().creationTimestamp())));
        return new VolumeFacts(volume, claim, mayBeUsed);
    }

    /** The volume for a claim that names none: first of all one that refers to it, then the smallest that fits. */
    private Optional<Volume> match(ClaimFacts facts) {
        var claim = facts.claim();
        if (!claim.isWaiting()) {
            return Optional.empty();
        }
        var own = volume(Provisioner.volumeName(claim)).filter(volume -> volume.isFor(claim));
        if (own.isPresent()) {
            return own;
        }
        var reserved = reserved(claim);
        if (reserved.isPresent() || facts.isTooEarly()) {
            return reserved;
        }
        for (var name : index.freeVolumes(claim.effectiveClass(), claim.request())) {
            var volume = volume(name).filter(found -> Matching.fits(found, claim));
            if (volume.isPresent()) {
                return volume;
            }
        }
        return Optional.empty();
    }

    /** One that is bound to the claim comes before one that is only reserved for its name. */
    private Optional<Volume> reserved(Claim claim) {
        Optional<Volume> best = Optional.empty();
        for (var name : index.volumesOf(claim.key())) {
            var volume = volume(name).filter(found -> found.isFor(claim) && Matching.isEnough(found, claim));
            if (volume.isPresent() && (best.isEmpty() || comesBefore(volume.get(), best.get()))) {
                best = volume;
            }
        }
        return best;
    }

    private static boolean comesBefore(Volume one, Volume other) {
        boolean isBound = isBound(one);
        return isBound != isBound(other) ? isBound : one.name().compareTo(other.name()) < 0;
    }

    private static boolean isBound(Volume volume) {
        return volume.claim().filter(reference -> !reference.uid().isEmpty()).isPresent();
    }

    Optional<Volume> volume(String name) {
        return now.get(Volume.key(name)).map(Volume::of);
    }

    private static boolean isOnNode(KubeObject pod) {
        return !pod.spec().text("nodeName", "").isEmpty();
    }

    private boolean hasPod(ObjectKey claim, Predicate<KubeObject> condition) {
        for (var key : index.podsOf(claim)) {
            if (now.get(key).filter(condition).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
