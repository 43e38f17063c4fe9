/**
 * What drives the planners: a queue of keys for each of them, fed by watches. A pass re-reads everything that it decides
 * by, so that it does not matter how often or how late it comes.
 *
 * <p>One thread for each loop; a simulation drives the same reconcilers on one thread, with a clock of its own. Depends on
 * {@code store} and {@code model}.
 */
@NullMarked
package io.kubia.controller.loop;

import org.jspecify.annotations.NullMarked;
