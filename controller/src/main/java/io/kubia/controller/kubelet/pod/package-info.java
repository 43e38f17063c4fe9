/**
 * What is to be done about a pod: a pure function of its object, of its containers as the runtime knows them, of what is
 * remembered of answers, and of the time.
 *
 * <p>{@code PodMachine} decides, {@code PodStatus} says what it sees; nothing here has a thread, a clock or a socket.
 * Depends on {@code json}, {@code model}, the runtime's port and {@code kubelet.probe}.
 */
@NullMarked
package io.kubia.controller.kubelet.pod;

import org.jspecify.annotations.NullMarked;
