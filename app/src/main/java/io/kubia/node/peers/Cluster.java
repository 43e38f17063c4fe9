package io.kubia.node.peers;

import io.kubia.node.metrics.Metrics;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.InstantSource;

/** The cluster as this node sees it: who its peers are, and what they hold. */
public final class Cluster implements AutoCloseable {
    private final PeersConfig config;
    private volatile boolean running;

    /** Makes no thread and no socket, and asks nobody. */
    public Cluster(PeersConfig config, Transport transport, LocalData local, Metrics metrics, InstantSource clock) {
        this.config = config;
    }

    /** From now on reads are answered. The first of them looks up who the peers are. */
    public void start() {
        running = true;
    }

    /**
     * Reads every peer, beginning after this call. The future's listeners run on {@code executor}; it never fails. Who
     * does not want the answer any more cancels it; who gets a {@link ClusterAnswer.Streaming} must close its stream.
     *
     * <p>Any thread may call.
     */
    public Future<ClusterAnswer> read(EventExecutor executor) {
        return executor.newSucceededFuture(
                new ClusterAnswer.Unavailable(running ? "reading is not built yet" : "not started"));
    }

    /** What discovery knows now, without asking anybody. Any thread may call. */
    public Discovery known() {
        return new Discovery.Unknown(config.service(), null);
    }

    /** Reads that wait are answered as unavailable, streams fail, connections are closed. */
    @Override
    public void close() {
        running = false;
    }
}
