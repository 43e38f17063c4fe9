/**
 * Who the peers are, from SRV look-ups, and what they hold, read from all of them at once.
 *
 * <p>Depends on {@code metrics} alone.
 */
@NullMarked
package io.kubia.node.peers;

import org.jspecify.annotations.NullMarked;
