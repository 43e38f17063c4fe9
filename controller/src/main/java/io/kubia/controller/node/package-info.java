/**
 * Our node, as an object that kubectl shows, and the scheduler that puts pods onto it.
 *
 * <p>{@code Placement} decides and is pure; {@code Scheduler} is a reconciler on its loop's thread; {@code NodeRegistrar} is
 * called once, at the start. Depends on {@code loop}, {@code registry}, {@code event} and {@code store}.
 */
@NullMarked
package io.kubia.controller.node;

import org.jspecify.annotations.NullMarked;
