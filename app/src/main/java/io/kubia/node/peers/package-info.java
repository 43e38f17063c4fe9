/**
 * Who the peers are, from SRV look-ups, and what they hold, read from all of them at once.
 *
 * <p>{@link io.kubia.node.peers.Cluster} is the way in; everything behind it happens on one event loop. {@code
 * SrvDirectory} asks DNS when a read needs it ({@code DirectoryState} decides when, {@code DnsAnswer}, {@code SrvTargets}
 * and {@code TargetAddresses} say what an answer means). {@code ClusterReader} lets reads share rounds ({@code
 * RoundSchedule} decides when one begins). A {@code ClusterRound} has an {@code Intake} for each peer, which a {@code
 * RemoteRead} or {@code LocalRead} fills; when that is too much for memory, it becomes a {@code ClusterStream} for one
 * reader, which is the only place where two threads meet.
 *
 * <p>Depends on {@code metrics} alone.
 */
@NullMarked
package io.kubia.node.peers;

import org.jspecify.annotations.NullMarked;
