/**
 * The one truth: every object at its newest version, durable, and a stream of what changes.
 *
 * <p>Anyone may read and write from any thread. Watchers are called on the store's own thread, in the order of the
 * versions. Depends on {@code json} and {@code model}.
 */
@NullMarked
package io.kubia.controller.store;

import org.jspecify.annotations.NullMarked;
