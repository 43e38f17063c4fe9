/**
 * A world in which the control plane's reconcilers run on one thread: with a clock that is moved by hand, nodes that do
 * what they are told, users who do as they please, and crashes. See docs/decisions/0013.
 */
@NullMarked
package io.kubia.controller.simulation;

import org.jspecify.annotations.NullMarked;
