package io.kubia.node.cluster;

import io.kubia.node.peers.Discovery;
import java.util.List;

/** What a read of the whole cluster comes to. */
public sealed interface ClusterAnswer {
    /** The look-up failed and nothing is known, or there is no such name. The reason is printable, for a line. */
    record NotDiscovered(String reason) implements ClusterAnswer {}

    /**
     * Every peer, in order, in memory. All who share a round get the very same object, so that what is made of it may
     * be cached by its identity. No peers at all is a valid answer.
     */
    record Complete(Discovery.Known discovery, List<PeerReading> readings) implements ClusterAnswer {
        public Complete {
            readings = List.copyOf(readings);
        }
    }

    /** Too large to be held in memory: for the one reader who gets it, and who must close the stream. */
    record Streaming(Discovery.Known discovery, PeerStream stream) implements ClusterAnswer {}

    /** Too much is asked at the moment, or this node is stopping. */
    record Unavailable(String reason) implements ClusterAnswer {}
}
