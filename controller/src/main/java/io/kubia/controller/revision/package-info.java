/**
 * ControllerRevisions: what a set's pods were made from, then and now, so that one can go back.
 *
 * <p>Pure functions over immutable values; no threads. Depends on {@code json} and {@code model}; whoever steers pods by
 * revisions asks {@link io.kubia.controller.revision.History} what is to be done and does it.
 */
@NullMarked
package io.kubia.controller.revision;

import org.jspecify.annotations.NullMarked;
