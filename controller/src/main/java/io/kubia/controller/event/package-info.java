/**
 * Events: what loops and the kubelet did and why, told in Kubernetes' reasons and words to whoever describes an object.
 *
 * <p>Recording never waits and never fails; one thread, that of {@link io.kubia.controller.event.StoredEvents}, writes.
 * Depends on {@code registry}, {@code model} and {@code json}.
 */
@NullMarked
package io.kubia.controller.event;

import org.jspecify.annotations.NullMarked;
