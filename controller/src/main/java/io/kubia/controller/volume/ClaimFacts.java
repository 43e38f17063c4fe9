package io.kubia.controller.volume;

import java.util.Optional;

/**
 * What is decided about a claim by.
 *
 * @param volume the one that the claim names; if it names none, the one that was found for it
 * @param storageClass the one that the claim names
 * @param standard the class of claims that name none
 * @param isWanted whether a pod names it
 * @param isUsed whether a pod that has been given to a node names it
 */
record ClaimFacts(
        Claim claim,
        Optional<Volume> volume,
        Optional<StorageClass> storageClass,
        Optional<StorageClass> standard,
        boolean isWanted,
        boolean isUsed) {
    /** Whether it is too early to give the claim a volume that nobody has reserved for it. */
    boolean isTooEarly() {
        return storageClass.isPresent() && storageClass.get().waitsForPod() && !isWanted;
    }
}
