/**
 * This node's data on its volume: RocksDB, group commit, and what is done about a full, damaged or taken volume.
 *
 * <p>One thread writes; any thread reads. Nothing here knows of the network. Depends on {@code metrics} alone.
 */
@NullMarked
package io.kubia.node.store;

import org.jspecify.annotations.NullMarked;
