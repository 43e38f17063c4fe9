package io.kubia.node.cluster;

import io.kubia.node.cluster.PeerStream.Piece.Bytes;
import io.kubia.node.cluster.PeerStream.Piece.End;
import io.kubia.node.cluster.PeerStream.Piece.Failed;
import io.kubia.node.cluster.PeerStream.Piece.Finished;
import io.kubia.node.cluster.PeerStream.Piece.Started;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Ticker;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A round that is too large for memory, given to one reader peer after peer.
 *
 * <p>Implementation note. Two threads meet at the outbox: the cluster's event loop fills it ("loop side" below), the
 * reader's thread empties it. The loop side stops when the outbox is full, holding back the peer that comes next, and
 * says so in {@code isFull}; the reader, having taken half of it out, then has the loop side go on. Whichever of the two
 * looks last sees what the other wrote, so that neither waits for the other for ever. The reader's callback is taken out
 * of {@code ready} by whoever finds it and something to read, hence runs once.
 *
 * <p>Peers whose turn has not come yet are held back as soon as they have sent more than the round may hold; but a peer
 * that has not answered at all is waited for from the start, so that a hundred dead ones cost no more time than one.
 */
final class ClusterStream implements PeerStream, Intake.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterStream.class);

    private static final int OUTBOX_SIZE = 256 << 10;

    /** What a piece costs besides its bytes, so that many small ones fill the outbox as well. */
    private static final int PIECE_SIZE = 256;

    private final EventLoop loop;
    private final Queue<Piece> outbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger outboxSize = new AtomicInteger();
    private final AtomicReference<@Nullable Runnable> ready = new AtomicReference<>();
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private volatile boolean isFull;

    // Loop side.
    private final List<Intake> intakes;
    private final Deadline deadline;
    private final Ticker ticker;
    private final ClusterMetrics metrics;
    private final Consumer<ClusterStream> closed;
    private int turn;
    private boolean hasStarted;
    private boolean isOver;

    ClusterStream(
            List<Intake> intakes,
            Deadline deadline,
            EventLoop loop,
            Ticker ticker,
            ClusterMetrics metrics,
            Consumer<ClusterStream> closed) {
        this.intakes = intakes;
        this.deadline = deadline;
        this.loop = loop;
        this.ticker = ticker;
        this.metrics = metrics;
        this.closed = closed;
        intakes.forEach(intake -> intake.changeOwner(this));
    }

    /** Begins to fill the outbox; the reader need not be there yet. */
    void start() {
        intakes.forEach(this::holdBackIfTooMuch);
        fill();
    }

    /** What has not come yet fails for this reason; the reader may still take what has. */
    void stop(String reason) {
        intakes.forEach(intake -> intake.stop(reason));
    }

    // The reader's side.

    @Override
    public @Nullable Piece poll() {
        var piece = outbox.poll();
        if (piece == null) {
            return null;
        }
        int left = outboxSize.addAndGet(-size(piece));
        if (isFull && left < OUTBOX_SIZE / 2) {
            isFull = false;
            onLoop(this::fill);
        }
        if (piece instanceof End) {
            close();
        }
        return piece;
    }

    @Override
    public void onReady(Runnable callback) {
        ready.set(callback);
        if (!outbox.isEmpty()) {
            callBack();
        }
    }

    @Override
    public void close() {
        if (isClosed.compareAndSet(false, true)) {
            ready.set(null);
            emptyOutbox();
            onLoop(this::release);
        }
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // The loop has ended, and its channels with it: there is nothing to go on with, and nothing to release.
            LOG.debug("A stream was read after the end of its event loop.", e);
        }
    }

    // The loop's side.

    @Override
    public boolean passOn(Intake intake, ByteBuf bytes) {
        if (!isItsTurn(intake) || !hasStarted || intake.holdsAnything() || outboxSize.get() >= OUTBOX_SIZE) {
            return false;
        }
        offer(new Bytes(bytes));
        if (isOutboxFull()) {
            intake.holdBack(ticker.nanoTime());
        }
        return true;
    }

    @Override
    public void received(Intake intake) {
        if (isItsTurn(intake)) {
            fill();
        } else {
            holdBackIfTooMuch(intake);
        }
    }

    @Override
    public void settled(Intake intake) {
        if (isItsTurn(intake)) {
            fill();
        }
    }

    private boolean isItsTurn(Intake intake) {
        return turn < intakes.size() && intakes.get(turn) == intake;
    }

    private void holdBackIfTooMuch(Intake intake) {
        if (intake.holdsAnything() && intake.isTooMuch()) {
            intake.holdBack(ticker.nanoTime());
        }
    }

    private void fill() {
        while (!isOver) {
            if (turn == intakes.size()) {
                isOver = true;
                deadline.stop();
                offer(new End());
                return;
            }
            var intake = intakes.get(turn);
            if (isOutboxFull()) {
                intake.holdBack(ticker.nanoTime());
                return;
            }
            if (!hasStarted && intake.startAgainIfHeldForLong(ticker.nanoTime())) {
                // What comes of it may have come already, and this peer's turn may be over.
                continue;
            }
            if (!fillFrom(intake)) {
                goOn(intake);
                return;
            }
        }
    }

    /** Gives what there is of the peer. Returns whether that was all, so that the next one has its turn. */
    private boolean fillFrom(Intake intake) {
        if (intake.isDecided() && intake.failure() == null && !hasStarted) {
            hasStarted = true;
            offer(new Started(intake.peer(), intake.info()));
        }
        if (hasStarted) {
            var content = intake.takeHeld();
            if (content.length() > 0) {
                offer(new Bytes(content.toByteBuf()));
            }
        }
        if (!intake.isSettled()) {
            return false;
        }
        var failure = intake.failure();
        if (failure == null) {
            metrics.peersRead.increment();
            offer(new Finished(intake.peer()));
        } else {
            metrics.peersFailed.increment();
            intake.abandon();
            offer(new Failed(intake.peer(), failure));
        }
        turn++;
        hasStarted = false;
        return true;
    }

    private void goOn(Intake intake) {
        long now = ticker.nanoTime();
        intake.goOn(now);
        deadline.watch(intake.remaining(now));
    }

    /** Whether nothing more should be put in; then the reader will call when there is room again. */
    private boolean isOutboxFull() {
        if (outboxSize.get() < OUTBOX_SIZE) {
            return false;
        }
        isFull = true;
        if (outboxSize.get() >= OUTBOX_SIZE / 2) {
            return true;
        }
        isFull = false;
        return false;
    }

    private void offer(Piece piece) {
        outboxSize.addAndGet(size(piece));
        outbox.add(piece);
        if (isClosed.get()) {
            emptyOutbox();
        }
        callBack();
    }

    private void release() {
        isOver = true;
        deadline.stop();
        intakes.forEach(Intake::abandon);
        emptyOutbox();
        closed.accept(this);
    }

    // Either side.

    private void callBack() {
        var callback = ready.getAndSet(null);
        if (callback != null) {
            callback.run();
        }
    }

    private void emptyOutbox() {
        for (var piece = outbox.poll(); piece != null; piece = outbox.poll()) {
            if (piece instanceof Bytes(var bytes)) {
                bytes.release();
            }
        }
    }

    private static int size(Piece piece) {
        return PIECE_SIZE + (piece instanceof Bytes(var bytes) ? bytes.readableBytes() : 0);
    }
}
