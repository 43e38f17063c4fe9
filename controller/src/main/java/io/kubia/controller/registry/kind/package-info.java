/**
 * The rules of each kind: what an object gets that does not say otherwise, what a write may not touch, and what must be
 * true of it. Pure functions of objects and of a snapshot; no I/O, no clock, no threads.
 *
 * <p>Depends on {@code registry.field}, {@code store} (snapshots alone), {@code model} and {@code json}.
 */
@NullMarked
package io.kubia.controller.registry.kind;

import org.jspecify.annotations.NullMarked;
