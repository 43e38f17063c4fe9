package io.kubia.node.peers;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What discovery knows at one moment. */
public sealed interface Discovery {
    /** The name whose SRV records name the peers, without the trailing dot. */
    String service();

    /**
     * Nothing: no look-up has ended yet, or none ever succeeded, or the last one said that there is no such name.
     *
     * @param failure what the last look-up ended with, once one has ended
     */
    record Unknown(String service, @Nullable Failure failure) implements Discovery {}

    /**
     * The peers, in their order; none is a valid answer as well.
     *
     * @param learned when the answer came
     * @param server who gave it
     * @param freshUntil until when it is used without asking again
     * @param stale why a later look-up did not succeed, if one did not: these are then the last good peers
     */
    record Known(
            String service,
            List<Peer> peers,
            Instant learned,
            InetSocketAddress server,
            Instant freshUntil,
            @Nullable Failure stale)
            implements Discovery {
        public Known {
            peers = List.copyOf(peers);
        }
    }

    /** A look-up that did not succeed: why, and when it ended. */
    record Failure(String reason, Instant at) {}
}
