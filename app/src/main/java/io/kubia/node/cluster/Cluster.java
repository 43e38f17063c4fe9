package io.kubia.node.cluster;

import io.kubia.node.cluster.ClusterAnswer.Unavailable;
import io.kubia.node.peers.Discovery;
import io.kubia.node.peers.PeersConfig;
import io.kubia.node.peers.SrvDirectory;
import io.kubia.node.peers.Transport;
import io.kubia.role.metrics.Metrics;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as this node sees it: who its peers are, and what they hold.
 *
 * <p>Implementation note. Everything but the four public methods happens on one event loop, so that nothing below needs
 * a lock and a round over healthy peers changes threads once on its way in and once on its way out. Reads come in
 * through a queue; whoever finds no visit of the loop under way asks for one, so that hundreds of reads that arrive
 * together cost one wake-up, and begin one round.
 */
public final class Cluster implements AutoCloseable {
    private final ClusterConfig config;
    private final Transport transport;
    private final EventLoop loop;
    private final LocalData local;
    private final ClusterMetrics metrics;
    private final Ticker ticker;
    private final SrvDirectory directory;

    private final Queue<ClusterReader.Read> arriving = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isVisitUnderWay = new AtomicBoolean();
    private final AtomicInteger outstanding = new AtomicInteger();
    private volatile @Nullable Running running;

    /** Makes no thread and no socket, and asks nobody. */
    public Cluster(
            ClusterConfig config,
            PeersConfig peers,
            Transport transport,
            LocalData local,
            Metrics metrics,
            InstantSource clock) {
        this(config, peers, transport, local, metrics, clock, Ticker.systemTicker());
    }

    Cluster(
            ClusterConfig config,
            PeersConfig peers,
            Transport transport,
            LocalData local,
            Metrics metrics,
            InstantSource clock,
            Ticker ticker) {
        this.config = config;
        this.transport = transport;
        this.loop = transport.group().next();
        this.local = local;
        this.metrics = new ClusterMetrics(metrics);
        this.ticker = ticker;
        this.directory = new SrvDirectory(loop, transport, peers, metrics, ticker, clock);
    }

    /** What there is between start and close. */
    private record Running(PeerConnections connections, ClusterReader reader) {}

    /** From now on reads are answered. The first of them looks up who the peers are. */
    public void start() {
        if (running != null) {
            throw new IllegalStateException("cluster: started (expected: not started yet)");
        }
        var connections = new PeerConnections(loop, transport, metrics, ticker);
        var timeout = config.peerTimeout();
        var reader = new ClusterReader(
                config,
                loop,
                ticker,
                directory,
                intake -> intake.peer().isLabelled(config.self())
                        ? new LocalRead(intake, local, loop, timeout)
                        : new RemoteRead(intake, connections, timeout, directory::suspect),
                metrics,
                outstanding);
        running = new Running(connections, reader);
    }

    /**
     * Reads every peer, beginning after this call. The future's listeners run on {@code executor}; it never fails. Who
     * does not want the answer any more cancels it; who gets a {@link ClusterAnswer.Streaming} must close its stream.
     *
     * <p>Any thread may call.
     */
    public Future<ClusterAnswer> read(EventExecutor executor) {
        metrics.reads.increment();
        var now = running;
        if (now == null) {
            return executor.newSucceededFuture(new Unavailable("this node does not read the cluster yet"));
        }
        if (outstanding.incrementAndGet() > config.maxWaiting()) {
            outstanding.decrementAndGet();
            metrics.refused.increment();
            return executor.newSucceededFuture(new Unavailable(config.maxWaiting() + " reads are waiting already"));
        }
        var read = new ClusterReader.Read(executor.newPromise(), ticker.nanoTime());
        arriving.add(read);
        if (isVisitUnderWay.compareAndSet(false, true)) {
            try {
                loop.execute(() -> visit(now.reader));
            } catch (RejectedExecutionException e) {
                // The loop has ended: nobody else will answer these any more.
                isVisitUnderWay.set(false);
                for (var lost = arriving.poll(); lost != null; lost = arriving.poll()) {
                    outstanding.decrementAndGet();
                    lost.promise().trySuccess(new Unavailable("this node has stopped"));
                }
            }
        }
        return read.promise();
    }

    /** What discovery knows now, without asking anybody. Any thread may call. */
    public Discovery known() {
        return directory.known();
    }

    /**
     * Reads that wait are answered as unavailable, streams fail, connections are closed; all of it before this returns,
     * unless the event loop itself calls.
     */
    @Override
    public void close() {
        var now = running;
        if (now == null || loop.isShuttingDown()) {
            return;
        }
        var closing = loop.submit(() -> {
            now.reader.close();
            directory.close();
            now.connections.close();
        });
        if (!loop.inEventLoop()) {
            closing.awaitUninterruptibly();
        }
    }

    private void visit(ClusterReader reader) {
        // First, so that whoever comes too late for this visit asks for the next.
        isVisitUnderWay.set(false);
        for (var read = arriving.poll(); read != null; read = arriving.poll()) {
            reader.add(read);
        }
        reader.goOn();
    }
}
