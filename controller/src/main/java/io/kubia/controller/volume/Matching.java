package io.kubia.controller.volume;

import java.util.Optional;

/** Whether a volume is what a claim wants. */
final class Matching {
    private Matching() {}

    /** Whether a volume that is nobody's may be given to a claim that takes any. */
    static boolean fits(Volume volume, Claim claim) {
        return volume.isFree()
                && claim.selector().matches(volume.object())
                && obstacle(volume, claim).isEmpty();
    }

    /** What keeps a claim from a volume that it asks for by name; its selector does not count then, as in Kubernetes. */
    static Optional<String> obstacle(Volume volume, Claim claim) {
        if (volume.capacity().compareTo(claim.request()) < 0) {
            return Optional.of("requested PV is too small");
        }
        if (!volume.storageClass().equals(claim.effectiveClass())) {
            return Optional.of("storageClassName does not match");
        }
        if (!volume.volumeMode().equals(claim.volumeMode())) {
            return Optional.of("incompatible volumeMode");
        }
        if (!volume.accessModes().containsAll(claim.accessModes())) {
            return Optional.of("incompatible accessMode");
        }
        return Optional.empty();
    }

    /** Whether a volume that was reserved for a claim is enough for it: a person has looked at all the rest. */
    static boolean isEnough(Volume volume, Claim claim) {
        return volume.capacity().compareTo(claim.request()) >= 0
                && volume.volumeMode().equals(claim.volumeMode());
    }
}
