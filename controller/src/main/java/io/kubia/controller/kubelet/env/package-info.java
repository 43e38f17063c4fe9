/**
 * What a container finds in its environment, and fields of its pod: values, references, the downward API, services. Pure.
 *
 * <p>Depends on {@code json}, {@code model}, {@code store}'s snapshots and the runtime's port.
 */
@NullMarked
package io.kubia.controller.kubelet.env;

import org.jspecify.annotations.NullMarked;
