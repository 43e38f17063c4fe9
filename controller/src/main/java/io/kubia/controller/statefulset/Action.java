package io.kubia.controller.statefulset;

import io.kubia.controller.model.KubeObject;
import java.util.List;

/**
 * One thing to do. A plan's actions are done in its order, and each stands on those before it; only those that make pods,
 * and those that stop pods, are independent of their neighbours of the same kind, and may be done at once in Parallel mode.
 *
 * <p>Whatever replaces an object carries the version that it was decided by: when somebody else was faster it is refused,
 * and the next pass decides anew.
 */
sealed interface Action {
    /**
     * Takes a pod or a revision that belongs to nobody. Before it the set is read once more: it must be the same one still,
     * and must not be on its way out, or else the garbage collector would take what was just adopted
     * (kubernetes#42639).
     */
    record Adopt(KubeObject object) implements Action {}

    /** Gives up a pod that is no longer one of the set's. */
    record Release(KubeObject object) implements Action {}

    /** Stores a new template, before the first pod that is made from it. */
    record CreateRevision(KubeObject revision) implements Action {}

    /** Makes an old template the newest, before the first pod that is made from it. */
    record RenumberRevision(KubeObject revision) implements Action {}

    /** Forgets a template that no pod has. */
    record DeleteRevision(KubeObject revision) implements Action {}

    /**
     * Makes a pod, which did not exist when this was decided. The store's own refusal to have two objects of one name stands
     * behind it.
     *
     * @param claims those that do not exist: each is there before the pod is
     */
    record CreatePod(PodName name, List<KubeObject> claims, KubeObject pod) implements Action {
        public CreatePod {
            claims = List.copyOf(claims);
        }
    }

    /** Makes the claims that an existing pod has lost. */
    record CreateClaims(PodName name, List<KubeObject> claims) implements Action {
        public CreateClaims {
            claims = List.copyOf(claims);
        }
    }

    /** Stops a pod, with the grace that it asks for. Its name is free once the kubelet says that it is gone. */
    record DeletePod(KubeObject pod) implements Action {}

    /** Gives a pod the labels and volumes that it should have. */
    record RepairPod(KubeObject pod) implements Action {}

    /**
     * Sets who owns a claim. When that is its pod, it is done before the pod is stopped: a claim that gets its owner
     * afterwards would outlive it.
     *
     * @param isConflict whether somebody else steers the claim, so that the set's policy no longer counts
     */
    record RetainClaim(KubeObject claim, boolean isConflict) implements Action {}

    /** Something cannot be done, and is told. What it needs must change first. */
    record Complain(String reason, String message) implements Action {}
}
