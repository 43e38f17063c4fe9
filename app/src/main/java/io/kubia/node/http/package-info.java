/**
 * Answers HTTP: the connections and their limits, the routes, and how answers are written.
 *
 * <p>A connection belongs to one event loop and is touched by no other thread; what must wait (for the disk, for peers)
 * comes back to that loop. Depends on {@code store}, {@code cluster}, {@code peers} and {@code metrics}.
 */
@NullMarked
package io.kubia.node.http;

import org.jspecify.annotations.NullMarked;
