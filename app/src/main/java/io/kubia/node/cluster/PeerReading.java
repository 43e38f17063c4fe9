package io.kubia.node.cluster;

import io.kubia.node.peers.Peer;

/** What came of reading one peer. */
public sealed interface PeerReading {
    /** Who was read. */
    Peer peer();

    /** Its data; when it holds none the content is empty, whatever words the peer said that with. */
    record Read(Peer peer, DataInfo info, Content content) implements PeerReading {}

    /** It could not be read, for this reason: printable, and short enough for a line. */
    record Failed(Peer peer, String reason) implements PeerReading {}
}
