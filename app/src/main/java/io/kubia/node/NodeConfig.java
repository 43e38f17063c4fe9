package io.kubia.node;

import io.kubia.node.cluster.ClusterConfig;
import io.kubia.node.http.HttpConfig;
import io.kubia.node.peers.PeersConfig;
import io.kubia.node.store.StoreConfig;
import java.time.Duration;

/**
 * All that a node is told, checked.
 *
 * @param grace how long requests under way may take to finish once the node is told to stop
 */
record NodeConfig(HttpConfig http, StoreConfig store, PeersConfig peers, ClusterConfig cluster, Duration grace) {
    NodeConfig {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace: %s (expected: >= 0)".formatted(grace));
        }
    }
}
