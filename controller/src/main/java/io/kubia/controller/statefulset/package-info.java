/**
 * StatefulSets: pods with stable names, each with volumes of its own, started, stopped and updated in order.
 *
 * <p>{@link io.kubia.controller.statefulset.StatefulSetPlanner} decides, purely, from one snapshot of everything and the
 * time; {@link io.kubia.controller.statefulset.StatefulSetReconciler} reads the snapshot and does what was decided, on the
 * one thread of its loop. What is decided is what Kubernetes' own controller decides, as told in docs/decisions/0013.
 *
 * <p>Depends on {@code revision}, {@code loop}, {@code event}, {@code registry}, {@code store}, {@code model} and
 * {@code json}.
 */
@NullMarked
package io.kubia.controller.statefulset;

import org.jspecify.annotations.NullMarked;
