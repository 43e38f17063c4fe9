package io.kubia.controller.volume;

import io.kubia.controller.event.EventRecorder.Kind;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.volume.Volume.ReclaimPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be done about a volume, apart from giving it to a claim. Pure.
 *
 * <pre>
 * refers to                           becomes
 * nobody, or a name without a uid     Available
 * a claim that names this volume      Bound
 * a claim that has no volume yet      as it is: the claim's own pass goes on
 * a claim that has another volume     Available again; or Released, if it was made for that claim
 * a claim that is gone                Released, and then
 *   Retain                            stays so
 *   Recycle                           is emptied, and Available
 *   Delete                            is emptied, and gone
 * </pre>
 *
 * A volume that is being deleted goes once no claim has it; one that was made for a claim, and is to be deleted with it,
 * not without its content. What is in a volume is removed in a pass of its own, after the volume has said that it is
 * Released: whatever has been decided before was decided without it.
 */
final class VolumePlanner {
    private VolumePlanner() {}

    static List<Step> plan(VolumeFacts facts) {
        var volume = facts.volume();
        var reference = volume.claim();
        if (reference.isEmpty() || reference.get().uid().isEmpty()) {
            return volume.object().isBeingDeleted() ? whenGoing(facts) : phase(volume, "Available");
        }
        var owner = facts.owner();
        if (owner.isEmpty()) {
            return whenReleased(facts);
        }
        var has = owner.get().volumeName();
        if (has.isEmpty()) {
            return List.of();
        }
        return has.equals(volume.name()) ? phase(volume, "Bound") : whenNotNeeded(facts);
    }

    private static List<Step> whenNotNeeded(VolumeFacts facts) {
        var volume = facts.volume();
        return !volume.provisionedBy().isEmpty() && volume.reclaimPolicy() == ReclaimPolicy.DELETE
                ? whenReleased(facts)
                : release(volume);
    }

    private static List<Step> whenReleased(VolumeFacts facts) {
        var volume = facts.volume();
        if (!volume.phase().equals("Released") && !volume.phase().equals("Failed")) {
            return phase(volume, "Released");
        }
        if (volume.object().isBeingDeleted()) {
            return whenGoing(facts);
        }
        if (facts.mayBeUsed()) {
            return List.of();
        }
        return switch (volume.reclaimPolicy()) {
            case RETAIN -> List.of();
            case RECYCLE -> recycle(volume);
            case DELETE -> List.of(new Step.RemoveContent(volume), new Step.Delete(volume.object()));
        };
    }

    private static List<Step> recycle(Volume volume) {
        var steps = new ArrayList<Step>();
        steps.add(new Step.RemoveContent(volume));
        steps.add(new Step.Tell(volume.object(), Kind.NORMAL, "VolumeRecycled", "Volume recycled"));
        steps.addAll(release(volume));
        return steps;
    }

    /** Nobody's again; but what a person reserved for a name stays reserved for it. */
    private static List<Step> release(Volume volume) {
        var object = volume.object();
        KubeObject released;
        if (object.annotation(Names.BOUND_BY_CONTROLLER) != null) {
            var annotations = object.metadata().object("annotations").without(Names.BOUND_BY_CONTROLLER);
            released = object.withSpec(spec -> spec.without("claimRef"))
                    .withMetadata("annotations", annotations.isEmpty() ? null : annotations);
        } else {
            released = object.withSpec(spec -> spec.withChanged(
                    "claimRef", reference -> reference.without("uid").without("resourceVersion")));
        }
        return List.of(new Step.Change(released), new Step.SetStatus(object, status("Available")));
    }

    private static List<Step> whenGoing(VolumeFacts facts) {
        var volume = facts.volume();
        boolean takesContent = volume.reclaimPolicy() == ReclaimPolicy.DELETE
                && (volume.isProvisionedHere() || volume.claim().isPresent());
        if (!takesContent) {
            return Protection.lift(volume.object(), Names.VOLUME_PROTECTION);
        }
        if (facts.mayBeUsed() || !volume.object().finalizers().contains(Names.VOLUME_PROTECTION)) {
            return List.of();
        }
        var steps = new ArrayList<Step>();
        steps.add(new Step.RemoveContent(volume));
        steps.addAll(Protection.lift(volume.object(), Names.VOLUME_PROTECTION));
        return steps;
    }

    private static List<Step> phase(Volume volume, String phase) {
        return volume.phase().equals(phase) ? List.of() : List.of(new Step.SetStatus(volume.object(), status(phase)));
    }

    private static JsonObject status(String phase) {
        return JsonObject.of("phase", Json.of(phase));
    }
}
