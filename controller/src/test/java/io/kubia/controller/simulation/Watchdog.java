package io.kubia.controller.simulation;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.Pod;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.VersionGoneException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees every write at the moment when it is made, knows who makes it, and remembers the first that must not be. The rules
 * for pods are in {@link PodRules}.
 */
final class Watchdog {
    /** Whoever writes. */
    enum Actor {
        CONTROLLER,
        USER,
        NODE,
        GARBAGE,
        VOLUMES,
        ENDPOINTS
    }

    private final World world;
    private final PodRules rules = new PodRules();
    private Actor actor = Actor.USER;
    private @Nullable String violation;

    /** How often each set's spec has been changed: what was right before may be wrong after. */
    private final Map<String, Integer> specs = new HashMap<>();

    /** Pods that the controller stops, and the count of their set's spec when it did. */
    private final Map<String, Integer> stopped = new HashMap<>();

    Watchdog(World world) {
        this.world = world;
        for (var type : List.of(
                ResourceTypes.POD,
                ResourceTypes.PERSISTENT_VOLUME_CLAIM,
                ResourceTypes.CONTROLLER_REVISION,
                ResourceTypes.STATEFUL_SET)) {
            watch(type);
        }
    }

    private void watch(ResourceType type) {
        try {
            world.store.watch(Selection.all(type), world.store.now().version(), this::changed);
        } catch (VersionGoneException e) {
            throw new IllegalStateException(e);
        }
    }

    void acts(Actor who) {
        actor = who;
    }

    /** Fails when anything was not as it must be. */
    void check() {
        if (violation == null) {
            violation = holders();
        }
        if (violation != null) {
            throw new Violation(violation);
        }
    }

    private void changed(Change change) {
        if (world.isTraced()) {
            world.tell("", "          " + describe(change));
        }
        var found = switch (change.object().type().plural()) {
            case "pods" -> pod(change);
            case "persistentvolumeclaims" -> claim(change);
            case "controllerrevisions" -> revision(change);
            default -> set(change);
        };
        if (violation == null && !found.isEmpty()) {
            violation = found;
        }
    }

    private static String describe(Change change) {
        var object = change.object();
        var what = object.type().singular() + " " + object.name();
        return switch (change) {
            case Change.Added ignored -> "+ " + what;
            case Change.Deleted ignored -> "- " + what;
            case Change.Modified(var before, var after) ->
                "~ " + what
                        + (!before.isBeingDeleted() && after.isBeingDeleted() ? " is to go" : "")
                        + (before.owners().equals(after.owners())
                                ? ""
                                : " is owned by " + after.owners().size())
                        + (before.status().equals(after.status()) ? "" : " status " + brief(after));
        };
    }

    private static String brief(KubeObject object) {
        return object.type().equals(ResourceTypes.POD)
                ? object.status().text("phase", "") + (Pod.of(object).isReady() ? " ready" : "")
                : object.status().toString();
    }

    private String set(Change change) {
        if (change instanceof Change.Modified(var before, var after)
                && before.spec().equals(after.spec())
                && before.isBeingDeleted() == after.isBeingDeleted()) {
            return counters(after);
        }
        specs.merge(change.object().name(), 1, Integer::sum);
        return "";
    }

    private static String counters(KubeObject set) {
        var status = set.status();
        long replicas = status.number("replicas", 0);
        long ready = status.number("readyReplicas", 0);
        boolean sound = ready <= replicas
                && status.number("availableReplicas", 0) <= ready
                && status.number("currentReplicas", 0) <= replicas
                && status.number("updatedReplicas", 0) <= replicas;
        return sound ? "" : "the status cannot be: " + status;
    }

    private String pod(Change change) {
        if (actor != Actor.CONTROLLER) {
            return "";
        }
        var before = switch (change) {
            case Change.Added(var pod) -> pod;
            case Change.Modified(var was, var ignored) -> was;
            case Change.Deleted(var pod) -> pod;
        };
        var owner = before.controller();
        if (Foreign.is(before)) {
            return before.name() + " is another's, and was touched";
        }
        var name = owner.isPresent()
                ? owner.get().name()
                : before.name().substring(0, before.name().lastIndexOf('-'));
        var set = world.registry.now().get(ObjectKey.of(ResourceTypes.STATEFUL_SET, "default", name));
        if (set.isEmpty() || set.get().isBeingDeleted()) {
            return before.name() + " was touched for a set that is gone or on its way out";
        }
        if (owner.isPresent() && !owner.get().uid().equals(set.get().uid())) {
            return before.name() + " is an earlier set's, and was touched";
        }
        return switch (change) {
            case Change.Added(var pod) -> rules.added(view(set.get(), pod, true), Pod.of(pod), world);
            case Change.Modified(var was, var is)
            when !was.isBeingDeleted() && is.isBeingDeleted() -> stopped(set.get(), was);
            case Change.Modified ignored -> "";
            case Change.Deleted(var pod) -> stopped(set.get(), pod);
        };
    }

    /** The set as it was before one of its pods came, or was stopped. */
    private SetView view(KubeObject set, KubeObject pod, boolean isNew) {
        var pods = new ArrayList<>(world.all(ResourceTypes.POD));
        pods.removeIf(other -> other.name().equals(pod.name()));
        if (!isNew) {
            pods.add(pod);
        }
        return SetView.of(set, pods, world.clock.instant());
    }

    private String stopped(KubeObject set, KubeObject pod) {
        var view = view(set, pod, false);
        int spec = specs.getOrDefault(set.name(), 0);
        var others = new HashSet<String>();
        for (var other : view.pods()) {
            boolean isSame = other.object().uid().equals(pod.uid());
            if (!isSame
                    && Integer.valueOf(spec).equals(stopped.get(other.object().uid()))) {
                others.add(other.name());
            }
        }
        var found = rules.stopped(view, Pod.of(pod), others);
        if (!Pod.of(pod).hasEnded()) {
            stopped.put(pod.uid(), spec);
        }
        return found;
    }

    private String claim(Change change) {
        return switch (change) {
            case Change.Added ignored -> "";
            case Change.Modified(var before, var after)
            when !before.isBeingDeleted() && after.isBeingDeleted() -> deleted(after);
            case Change.Modified(var before, var after) -> actor == Actor.CONTROLLER ? owned(before, after) : "";
            case Change.Deleted(var gone) -> gone.isBeingDeleted() ? "" : deleted(gone);
        };
    }

    private String deleted(KubeObject claim) {
        return switch (actor) {
            case USER -> "";
            case GARBAGE -> claim.owners().isEmpty() ? claim.name() + " was collected without an owner" : "";
            case CONTROLLER, NODE, VOLUMES, ENDPOINTS -> claim.name() + " was deleted by its controller";
        };
    }

    /** An owner takes the claim along when it goes, so it must be one that the policy names. */
    private String owned(KubeObject before, KubeObject after) {
        for (var owner : after.owners()) {
            if (before.owners().contains(owner)) {
                continue;
            }
            var pod = after.name().substring("data-".length());
            var set = world.registry
                    .now()
                    .get(ObjectKey.of(ResourceTypes.STATEFUL_SET, "default", pod.substring(0, pod.lastIndexOf('-'))))
                    .orElseThrow();
            var policy = set.spec().object("persistentVolumeClaimRetentionPolicy");
            boolean isWanted = SetView.of(set, List.of(), world.clock.instant())
                    .wants(Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1)));
            boolean isRight = owner.kind().equals("Pod")
                    ? "Delete".equals(policy.text("whenScaled")) && !isWanted
                    : "Delete".equals(policy.text("whenDeleted"));
            if (!isRight) {
                return after.name() + " will go with " + owner.kind() + " " + owner.name() + ", which no policy says";
            }
        }
        return "";
    }

    private String revision(Change change) {
        if (actor != Actor.CONTROLLER || !(change instanceof Change.Deleted(var gone))) {
            return "";
        }
        for (var pod : world.all(ResourceTypes.POD)) {
            if (gone.name().equals(pod.label("controller-revision-hash"))
                    && pod.controller().equals(gone.controller())) {
                return gone.name() + " was forgotten, but is that of " + pod.name();
            }
        }
        for (var set : world.all(ResourceTypes.STATEFUL_SET)) {
            if (gone.name().equals(set.status().text("currentRevision")) && gone.isControlledBy(set)) {
                return gone.name() + " was forgotten, but is the current one";
            }
        }
        return "";
    }

    /** One name and one volume have one holder, unless a user took a name away by force. */
    private @Nullable String holders() {
        Set<String> held = new HashSet<>();
        for (var holder : world.nodes.running()) {
            if (world.forced.contains(holder.uid())) {
                continue;
            }
            if (!held.add(holder.name())) {
                return holder.name() + " has two holders";
            }
            for (var claim : holder.claims()) {
                if (!held.add(claim)) {
                    return claim + " has two holders";
                }
            }
        }
        return null;
    }
}
