/**
 * The data node: stores what is POSTed to it on its own volume, and answers a GET with what every peer holds.
 *
 * <p>This package reads the configuration, puts the parts together and starts and stops them in order. {@code http}
 * answers requests with the help of {@code store} (this node's data on its volume) and {@code cluster} (what all of them
 * hold), which stands on {@code peers} (who they are); {@code metrics} is what all of them count with. Knows nothing of
 * the other modules.
 */
@NullMarked
package io.kubia.node;

import org.jspecify.annotations.NullMarked;
