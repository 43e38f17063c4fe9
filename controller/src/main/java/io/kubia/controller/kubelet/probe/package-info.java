/**
 * Probes: what is to be asked of a container, what an answer says, and when to ask again.
 *
 * <p>{@code Prober} talks to containers and waits for them, on whatever thread calls; all else is pure. Depends on
 * {@code json} and the runtime's port.
 */
@NullMarked
package io.kubia.controller.kubelet.probe;

import org.jspecify.annotations.NullMarked;
