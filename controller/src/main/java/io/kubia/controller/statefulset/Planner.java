package io.kubia.controller.statefulset;

import java.time.Instant;

/** Decides what is to be done for a set. A pure function: the same of the same, and nothing else happens. */
@FunctionalInterface
interface Planner {
    Plan plan(StatefulSet desired, Observed observed, Instant now);
}
