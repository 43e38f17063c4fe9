package io.kubia.controller.statefulset;

import io.kubia.controller.event.EventRecorder;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Status;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import java.util.ArrayList;
import java.util.List;

/** Does what a plan says, and tells of it in Kubernetes' words (kubernetes stateful_pod_control.go). */
final class Executor {
    private final Registry registry;
    private final EventRecorder events;
    private final Batches batches;

    Executor(Registry registry, EventRecorder events, Batches batches) {
        this.registry = registry;
        this.events = events;
        this.batches = batches;
    }

    /**
     * Does the actions of a plan in their order, and stops at the first that fails.
     *
     * @throws ApiException that failure
     */
    void execute(StatefulSet set, List<Action> actions) {
        int from = 0;
        while (from < actions.size()) {
            int to = endOfLikes(actions, from);
            var things = new ArrayList<Runnable>(to - from);
            for (var action : actions.subList(from, to)) {
                things.add(() -> execute(set, action));
            }
            batches.slowly(things);
            from = to;
        }
    }

    /** Where the actions end that may be done at once with the one at a place. */
    private static int endOfLikes(List<Action> actions, int from) {
        var first = actions.get(from);
        int to = from + 1;
        if (first instanceof Action.CreatePod || first instanceof Action.DeletePod) {
            while (to < actions.size() && actions.get(to).getClass().equals(first.getClass())) {
                to++;
            }
        }
        return to;
    }

    private void execute(StatefulSet set, Action action) {
        switch (action) {
            case Action.Adopt(var object) -> adopt(set, object);
            case Action.Release(var object) -> replace(object);
            case Action.CreateRevision(var revision) -> registry.create(revision, false);
            case Action.RenumberRevision(var revision) -> replace(revision);
            case Action.DeleteRevision(var revision) -> delete(revision);
            case Action.CreatePod(var name, var claims, var pod) -> createPod(set, name, claims, pod);
            case Action.CreateClaims(var name, var claims) -> createClaims(set, name, claims);
            case Action.DeletePod(var pod) -> deletePod(set, pod);
            case Action.RepairPod(var pod) -> repairPod(set, pod);
            case Action.RetainClaim(var claim, var isConflict) -> retain(set, claim, isConflict);
            case Action.Complain(var reason, var message) -> events.warning(set.object(), reason, message);
        }
    }

    private void adopt(StatefulSet set, KubeObject object) {
        var fresh = registry.get(set.object().key());
        if (!fresh.uid().equals(set.uid()) || fresh.isBeingDeleted()) {
            throw new ApiException(Status.conflict(object.key(), "whoever was to adopt it is gone or on its way out"));
        }
        replace(object);
    }

    /** Stores an object in place of the version that it was made from, or fails if that is no longer the newest. */
    private void replace(KubeObject object) {
        registry.change(object.key(), Part.WHOLE, ignored -> object, false);
    }

    private void delete(KubeObject object) {
        try {
            registry.delete(object.key(), DeleteOptions.DEFAULT.onlyUid(object.uid()));
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }

    private void createPod(StatefulSet set, PodName name, List<KubeObject> claims, KubeObject pod) {
        var what = "create Pod " + name + " in StatefulSet " + set.name();
        try {
            createClaims(set, name, claims);
            registry.create(pod, false);
        } catch (ApiException e) {
            // Somebody was faster; the next pass sees who.
            if (!e.isAlreadyExists()) {
                events.warning(set.object(), "FailedCreate", what + " failed error: " + e.getMessage());
            }
            throw e;
        }
        events.normal(set.object(), "SuccessfulCreate", what + " successful");
    }

    private void createClaims(StatefulSet set, PodName name, List<KubeObject> claims) {
        for (var claim : claims) {
            try {
                registry.create(claim, false);
            } catch (ApiException e) {
                if (!e.isAlreadyExists()) {
                    events.warning(
                            set.object(),
                            "FailedCreate",
                            "create Claim " + claim.name() + " for Pod " + name + " in StatefulSet " + set.name()
                                    + " failed error: " + e.getMessage());
                }
                throw e;
            }
            events.normal(
                    set.object(),
                    "SuccessfulCreate",
                    "create Claim " + claim.name() + " Pod " + name + " in StatefulSet " + set.name() + " success");
        }
    }

    private void deletePod(StatefulSet set, KubeObject pod) {
        told(set, "Delete", "delete Pod " + pod.name() + " in StatefulSet " + set.name(), () -> delete(pod));
    }

    private void repairPod(StatefulSet set, KubeObject pod) {
        told(set, "Update", "update Pod " + pod.name() + " in StatefulSet " + set.name(), () -> replace(pod));
    }

    private void retain(StatefulSet set, KubeObject claim, boolean isConflict) {
        if (isConflict) {
            events.warning(
                    set.object(),
                    "ConflictingController",
                    "PersistentVolumeClaim " + claim.name()
                            + " has a conflicting OwnerReference that acts as a manging controller, the retention policy"
                            + " is ignored for this claim");
        }
        replace(claim);
    }

    /** Somebody who changed the object in between is no failure worth an event: the next pass sees the change. */
    private void told(StatefulSet set, String verb, String what, Runnable doing) {
        try {
            doing.run();
        } catch (ApiException e) {
            if (!e.isConflict()) {
                events.warning(set.object(), "Failed" + verb, what + " failed error: " + e.getMessage());
            }
            throw e;
        }
        events.normal(set.object(), "Successful" + verb, what + " successful");
    }
}
