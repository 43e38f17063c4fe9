/**
 * Who the peers are: the directory of them, and all of DNS that it takes to keep it.
 *
 * <p>{@code SrvDirectory} asks DNS when a read needs it; {@code DirectoryState} decides when, {@code DnsAnswer}, {@code
 * SrvTargets} and {@code TargetAddresses} say what an answer means. Everything is used on one event loop, that of whoever
 * makes the directory; what is known may be asked for by any thread. Nothing here knows what peers are wanted for.
 *
 * <p>Depends on {@code metrics} alone.
 */
@NullMarked
package io.kubia.node.peers;

import org.jspecify.annotations.NullMarked;
