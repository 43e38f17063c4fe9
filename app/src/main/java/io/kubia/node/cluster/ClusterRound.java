package io.kubia.node.cluster;

import io.kubia.node.peers.Discovery;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Ticker;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One read of all peers at once. It ends in one of two ways: every peer has been read into memory or has failed, or what
 * they send does not fit and the round becomes a {@link ClusterStream}. Used on the cluster's event loop only.
 */
final class ClusterRound implements Intake.Owner {
    private final Discovery.Known discovery;
    private final ClusterConfig config;
    private final EventLoop loop;
    private final Ticker ticker;
    private final Listener listener;
    private final HeldBytes memory;
    private final List<Intake> intakes;

    private final Deadline deadline;

    private int open;
    private boolean isStarting;
    private boolean isTooLarge;

    ClusterRound(
            Discovery.Known discovery,
            ClusterConfig config,
            EventLoop loop,
            Ticker ticker,
            Function<Intake, PeerSource> sources,
            Listener listener) {
        this.discovery = discovery;
        this.config = config;
        this.loop = loop;
        this.ticker = ticker;
        this.listener = listener;
        // A round and the stream that it may become count alike, and the most that there may be of both share it all.
        long limit = config.readMemory() / (config.maxRounds() + config.maxStreams());
        this.memory = new HeldBytes(limit, discovery.peers().size());
        this.intakes = discovery.peers().stream()
                .map(peer -> new Intake(peer, config, memory, sources, this))
                .toList();
        this.deadline = new Deadline(loop, ticker, intakes);
        this.open = intakes.size();
    }

    /** Exactly one of the two is called, possibly before {@link #start} returns. */
    interface Listener {
        void complete(ClusterAnswer.Complete answer);

        /** It does not fit in memory: to be gone on with as a stream, or abandoned, before this returns. */
        void tooLarge();
    }

    void start() {
        isStarting = true;
        long now = ticker.nanoTime();
        for (var intake : intakes) {
            intake.start(now);
        }
        isStarting = false;
        deadline.watch(config.peerTimeout().toNanos());
        // Own data, and peers without an address, may have been enough already.
        if (isTooLarge) {
            listener.tooLarge();
        } else {
            completeIfAllAreSettled();
        }
    }

    /** The same read, for one reader who takes it piece by piece. */
    ClusterStream toStream(ClusterMetrics metrics, Consumer<ClusterStream> closed) {
        return new ClusterStream(intakes, deadline, loop, ticker, metrics, closed);
    }

    void abandon() {
        deadline.stop();
        intakes.forEach(Intake::abandon);
    }

    @Override
    public boolean passOn(Intake intake, ByteBuf bytes) {
        return false;
    }

    @Override
    public void received(Intake intake) {
        if (!isTooLarge && intake.isTooMuch()) {
            isTooLarge = true;
            if (!isStarting) {
                listener.tooLarge();
            }
        }
    }

    @Override
    public void settled(Intake intake) {
        open--;
        completeIfAllAreSettled();
    }

    private void completeIfAllAreSettled() {
        if (open == 0 && !isStarting && !isTooLarge) {
            deadline.stop();
            listener.complete(new ClusterAnswer.Complete(
                    discovery, intakes.stream().map(Intake::reading).toList()));
        }
    }
}
