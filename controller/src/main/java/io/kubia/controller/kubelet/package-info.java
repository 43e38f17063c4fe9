/**
 * The kubelet: makes the runtime agree with the pods that are bound to our node, and tells the store what it sees.
 *
 * <p>{@code pod} decides, and is pure, as are {@code env} and {@code volume}; {@code probe} asks containers. Here is what
 * acts: one worker for each pod, on a virtual thread while it has something to do and on none while it has not, woken by
 * the store's changes, the runtime's, answers of probes, and times. Depends on {@code registry}, {@code store},
 * {@code event}, the runtime's port and the port to logs.
 */
@NullMarked
package io.kubia.controller.kubelet;

import org.jspecify.annotations.NullMarked;
