package io.kubia.controller.volume;

import java.util.Optional;

/**
 * What is decided about a volume by.
 *
 * @param claim the one of the name that the volume refers to
 * @param mayBeUsed whether there is a pod that may have been given what is in it
 */
record VolumeFacts(Volume volume, Optional<Claim> claim, boolean mayBeUsed) {
    /** The claim whose the volume is, and not another one of its name. */
    Optional<Claim> owner() {
        var reference = volume.claim();
        return claim.filter(
                found -> reference.isPresent() && reference.get().uid().equals(found.uid()));
    }
}
