package io.kubia.controller.volume;

import io.kubia.controller.event.EventRecorder.Kind;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be done about a claim. Pure.
 *
 * <pre>
 * claim             its volume                          becomes
 * being deleted     any                                 gone, once no pod on a node names it
 * never bound       one that fits, or is reserved       Bound
 * never bound       none, and its class makes some      Bound to a new one
 * never bound       none, or asked for and not to have  Pending, and an event says why
 * bound             refers to the claim, or to nobody   Bound
 * bound             is gone, or another claim's         Lost
 * </pre>
 *
 * To bind is four writes, and none of them can be taken back by another claim: the volume says whose it is, then that it is
 * Bound; the claim says which it has, then that it is Bound. Whoever comes after a crash finds the volume that refers to the
 * claim first of all, and goes on.
 */
final class ClaimPlanner {
    private static final String NO_PROVISIONER = "kubernetes.io/no-provisioner";

    private ClaimPlanner() {}

    static List<Step> plan(ClaimFacts facts) {
        var claim = facts.claim();
        if (claim.object().isBeingDeleted()) {
            return unprotect(facts);
        }
        if (claim.isBindCompleted()) {
            return whenBound(facts);
        }
        return claim.volumeName().isEmpty() ? whenWaiting(facts) : whenAsking(facts);
    }

    private static List<Step> unprotect(ClaimFacts facts) {
        var object = facts.claim().object();
        return facts.isUsed() ? List.of() : Protection.lift(object, Names.CLAIM_PROTECTION);
    }

    // Takes any volume

    private static List<Step> whenWaiting(ClaimFacts facts) {
        var claim = facts.claim();
        if (facts.volume().isPresent()) {
            return bind(claim, facts.volume().get());
        }
        if (facts.isTooEarly()) {
            return pending(
                    claim,
                    Kind.NORMAL,
                    "WaitForFirstConsumer",
                    "waiting for first consumer to be created before binding");
        }
        if (claim.storageClass().isEmpty() && facts.standard().isPresent()) {
            return takeStandardClass(claim, facts.standard().get());
        }
        if (claim.effectiveClass().isEmpty()) {
            return pending(
                    claim,
                    Kind.NORMAL,
                    "FailedBinding",
                    "no persistent volumes available for this claim and no storage class is set");
        }
        if (facts.storageClass().isEmpty()) {
            return pending(
                    claim,
                    Kind.WARNING,
                    "ProvisioningFailed",
                    "storageclass.storage.k8s.io \"" + claim.effectiveClass() + "\" not found");
        }
        return makeVolume(claim, facts.storageClass().get());
    }

    /** The class is written down when a volume of it is; before that only if more has to happen first. */
    private static List<Step> takeStandardClass(Claim claim, StorageClass standard) {
        boolean isMadeNow = standard.provisioner().equals(Provisioner.NAME)
                && !standard.waitsForPod()
                && Provisioner.refusal(claim).isEmpty();
        return isMadeNow
                ? makeVolume(claim, standard)
                : List.of(new Step.Change(
                        claim.object().withSpec(spec -> spec.with("storageClassName", standard.name()))));
    }

    private static List<Step> makeVolume(Claim claim, StorageClass storageClass) {
        var provisioner = storageClass.provisioner();
        if (provisioner.equals(NO_PROVISIONER)) {
            return pending(
                    claim,
                    Kind.NORMAL,
                    "FailedBinding",
                    "no persistent volumes available for this claim, and storage class \"" + storageClass.name()
                            + "\" makes none (" + NO_PROVISIONER + "): create a PersistentVolume of this class");
        }
        if (!provisioner.equals(Provisioner.NAME)) {
            return pending(claim, Kind.NORMAL, "ExternalProvisioning", foreign(storageClass));
        }
        var refusal = Provisioner.refusal(claim);
        if (refusal.isPresent()) {
            return pending(
                    claim,
                    Kind.WARNING,
                    "ProvisioningFailed",
                    "failed to provision volume with StorageClass \"" + storageClass.name() + "\": " + refusal.get());
        }
        var object = Provisioner.volume(claim, storageClass);
        var steps = new ArrayList<Step>();
        steps.add(new Step.Create(object));
        steps.add(new Step.Tell(
                claim.object(),
                Kind.NORMAL,
                "ProvisioningSucceeded",
                "Successfully provisioned volume " + object.name()));
        steps.addAll(bind(claim, Volume.of(object)));
        return steps;
    }

    private static String foreign(StorageClass storageClass) {
        return "Waiting for a volume to be created either by the external provisioner '" + storageClass.provisioner()
                + "' or manually by the system administrator. No such provisioner runs here: create a PersistentVolume"
                + " of storage class \"" + storageClass.name() + "\", or name a class whose provisioner is "
                + Provisioner.NAME + " (kubectl get storageclass)";
    }

    // Asks for a volume by name

    private static List<Step> whenAsking(ClaimFacts facts) {
        var claim = facts.claim();
        if (facts.volume().isEmpty()) {
            return pending(claim, Kind.NORMAL, "FailedBinding", "volume \"" + claim.volumeName() + "\" not found");
        }
        var volume = facts.volume().get();
        if (volume.isFor(claim)) {
            return bind(claim, volume);
        }
        if (!volume.isFree()) {
            return pending(
                    claim,
                    Kind.WARNING,
                    "FailedBinding",
                    "volume \"" + volume.name() + "\" already bound to a different claim.");
        }
        var obstacle = Matching.obstacle(volume, claim);
        return obstacle.isEmpty()
                ? bind(claim, volume)
                : pending(
                        claim,
                        Kind.WARNING,
                        "VolumeMismatch",
                        "Cannot bind to requested volume \"" + volume.name() + "\": " + obstacle.get());
    }

    // Has a volume

    private static List<Step> whenBound(ClaimFacts facts) {
        var claim = facts.claim();
        if (claim.volumeName().isEmpty()) {
            return lost(
                    claim,
                    "ClaimLost",
                    "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!");
        }
        if (facts.volume().isEmpty()) {
            return lost(claim, "ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!");
        }
        var volume = facts.volume().get();
        if (volume.claim().isPresent() && !volume.isFor(claim)) {
            return lost(
                    claim, "ClaimMisbound", "Two claims are bound to the same volume, this one is bound incorrectly");
        }
        if (volume.claim().isEmpty() && volume.object().isBeingDeleted()) {
            return List.of();
        }
        return mayGrow(facts, volume) ? grow(claim, volume) : bind(claim, volume);
    }

    private static boolean mayGrow(ClaimFacts facts, Volume volume) {
        return volume.isProvisionedHere()
                && volume.capacity().compareTo(facts.claim().request()) < 0
                && facts.storageClass().filter(StorageClass::allowsExpansion).isPresent();
    }

    /** A directory has no size of its own: it is enough to say so. */
    private static List<Step> grow(Claim claim, Volume volume) {
        var size = Json.of(claim.request().toString());
        var larger = volume.object()
                .withSpec(spec -> spec.withChanged("capacity", capacity -> capacity.with("storage", size)));
        var steps = new ArrayList<Step>();
        steps.add(new Step.Change(larger));
        steps.add(new Step.SetStatus(claim.object(), boundStatus(claim, Volume.of(larger))));
        steps.add(new Step.Tell(claim.object(), Kind.NORMAL, "VolumeResizeSuccessful", "Resize volume succeeded"));
        return steps;
    }

    // Writes

    /** Only what is not so already. */
    private static List<Step> bind(Claim claim, Volume volume) {
        var steps = new ArrayList<Step>();
        var ownedVolume = owned(volume, claim);
        if (!ownedVolume.equals(volume.object())) {
            steps.add(new Step.Change(ownedVolume));
        }
        if (!volume.phase().equals("Bound")) {
            steps.add(new Step.SetStatus(volume.object(), JsonObject.of("phase", Json.of("Bound"))));
        }
        var boundClaim = bound(claim, volume);
        if (!boundClaim.equals(claim.object())) {
            steps.add(new Step.Change(boundClaim));
        }
        var status = boundStatus(claim, volume);
        if (!status.equals(claim.object().status())) {
            steps.add(new Step.SetStatus(claim.object(), status));
        }
        return steps;
    }

    private static KubeObject owned(Volume volume, Claim claim) {
        var object = volume.object();
        if (volume.claim().filter(reference -> !reference.uid().isEmpty()).isPresent()) {
            return object;
        }
        var owned = object.withSpec(spec -> spec.with("claimRef", ClaimReference.json(claim)));
        return volume.claim().isPresent() ? owned : owned.withAnnotation(Names.BOUND_BY_CONTROLLER, "yes");
    }

    /** The class is that of the volume when the claim names none: so a claim without one gets the default. */
    private static KubeObject bound(Claim claim, Volume volume) {
        var object = claim.object();
        if (claim.isBindCompleted() && !claim.volumeName().isEmpty()) {
            return object;
        }
        object = object.withAnnotation(Names.BIND_COMPLETED, "yes");
        if (claim.volumeName().isEmpty()) {
            object = object.withAnnotation(Names.BOUND_BY_CONTROLLER, "yes")
                    .withSpec(spec -> spec.with("volumeName", volume.name()));
        }
        if (claim.storageClass().isEmpty() && !volume.storageClass().isEmpty()) {
            object = object.withSpec(spec -> spec.with("storageClassName", volume.storageClass()));
        }
        return volume.provisionedBy().isEmpty()
                ? object
                : object.withAnnotation(Names.PROVISIONER, volume.provisionedBy());
    }

    /** Other fields, such as conditions, are others' business. */
    private static JsonObject boundStatus(Claim claim, Volume volume) {
        return claim.object()
                .status()
                .with("accessModes", JsonArray.ofTexts(volume.accessModes()))
                .with(
                        "capacity",
                        JsonObject.of("storage", Json.of(volume.capacity().toString())))
                .with("phase", "Bound");
    }

    private static List<Step> pending(Claim claim, Kind kind, String reason, String message) {
        var told = new Step.TellWaiting(claim.object(), kind, reason, message);
        return claim.phase().equals("Pending") ? List.of(told) : List.of(phaseAlone(claim, "Pending"), told);
    }

    private static List<Step> lost(Claim claim, String reason, String message) {
        return claim.phase().equals("Lost")
                ? List.of()
                : List.of(phaseAlone(claim, "Lost"), new Step.Tell(claim.object(), Kind.WARNING, reason, message));
    }

    private static Step phaseAlone(Claim claim, String phase) {
        return new Step.SetStatus(
                claim.object(),
                claim.object()
                        .status()
                        .without("accessModes")
                        .without("capacity")
                        .with("phase", phase));
    }
}
