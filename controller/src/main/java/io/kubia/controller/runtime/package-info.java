/**
 * What runs containers, as the kubelet wants it: a small port, and one package below for each thing that fills it.
 *
 * <p>A runtime keeps nothing that it could not find again: after a crash of the control plane it is asked what lives, and
 * answers by the processes or containers themselves. Depends on nothing of kubia but {@code model}'s keys.
 */
@NullMarked
package io.kubia.controller.runtime;

import org.jspecify.annotations.NullMarked;
