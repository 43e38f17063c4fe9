/**
 * What the peers hold, read from all of them at once, for many readers together.
 *
 * <p>One event loop makes the reads; any thread asks for one, and takes what is too large for memory piece by piece.
 * This node's own data comes in through a port, {@code LocalData}. Depends on {@code peers} and {@code metrics}.
 */
@NullMarked
package io.kubia.node.cluster;

import org.jspecify.annotations.NullMarked;
