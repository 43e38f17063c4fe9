/**
 * What goes when something else is gone: objects whose owners are no longer there, what is in a namespace that is being
 * deleted, and events that are old.
 *
 * <p>Three planners that decide ({@code GarbagePlanner}, {@code NamespacePlanner}, {@code EventAges}) and three reconcilers
 * that do it. What they remember beside the store are indexes, made anew at each start, by which a change finds what it
 * concerns. Depends on {@code loop}, {@code registry}, {@code store}, {@code model} and {@code json}.
 */
@NullMarked
package io.kubia.controller.garbage;

import org.jspecify.annotations.NullMarked;
