/**
 * The volumes of a pod: what each is made of, and where a container sees it. Pure.
 *
 * <p>Depends on {@code json}, {@code model}, {@code store}'s snapshots, the runtime's port and {@code kubelet.env}.
 */
@NullMarked
package io.kubia.controller.kubelet.volume;

import org.jspecify.annotations.NullMarked;
