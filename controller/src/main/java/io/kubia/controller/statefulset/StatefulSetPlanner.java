package io.kubia.controller.statefulset;

import java.time.Instant;

/**
 * The planner of StatefulSets, which decides as Kubernetes' controller does (kubernetes stateful_set_control.go,
 * updateStatefulSet).
 *
 * <p>A pass has these steps, and in ordered mode ends with the first that does or awaits anything:
 *
 * <ol>
 *   <li>Pods and revisions without an owner are taken, those that no longer fit are given up.
 *   <li>The template gets its revision.
 *   <li>Every wanted ordinal, from the lowest up: a pod that has ended is removed, one that is missing is made; in ordered
 *       mode the next is not looked at before this one is running, ready and available.
 *   <li>Every pod too many, from the highest down: it is removed; in ordered mode one at a time, and none while another pod
 *       is unhealthy, unless that is the very one.
 *   <li>The highest pod of an old revision is removed, so that it comes again from the new one; none while a higher one is
 *       unhealthy, nor ever a second at the same time.
 * </ol>
 *
 * <p>So scaling comes before updating, and an update whose pods never become ready waits for ever in ordered mode, even
 * for the template that would mend it, until somebody deletes the broken pod (kubernetes#67250).
 */
final class StatefulSetPlanner {
    private StatefulSetPlanner() {}

    /** Decides what is to be done now. */
    static Plan plan(StatefulSet set, Observed observed, Instant now) {
        return new Pass(set, observed, now).plan();
    }
}
