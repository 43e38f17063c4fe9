package io.kubia.node.cluster;

import io.kubia.node.cluster.ClusterAnswer.Complete;
import io.kubia.node.cluster.ClusterAnswer.NotDiscovered;
import io.kubia.node.cluster.ClusterAnswer.Streaming;
import io.kubia.node.cluster.ClusterAnswer.Unavailable;
import io.kubia.node.peers.Discovery;
import io.kubia.node.peers.Reason;
import io.kubia.node.peers.SrvDirectory;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers reads by rounds of peer reads. Used on the cluster's event loop only.
 *
 * <p>Reads that have arrived wait until a round may begin, and then share it: all of them, as every one was there before
 * the round began. Reads that arrive later wait for the next. When a round turns out to be too large for memory, its
 * first read gets it as a stream and the others wait again, before those who came later.
 */
final class ClusterReader {
    /** A round over healthy peers takes less; one that takes longer waits for a peer that may hang. */
    private static final long FIRST_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private static final Unavailable STOPPING = new Unavailable("this node is stopping");

    private final ClusterConfig config;
    private final EventLoop loop;
    private final Ticker ticker;
    private final SrvDirectory directory;
    private final Function<Intake, PeerSource> sources;
    private final ClusterMetrics metrics;
    private final RoundSchedule schedule;

    private final Deque<Read> waiting = new ArrayDeque<>();
    private final Set<Turn> turns = new HashSet<>();
    private final Set<ClusterStream> streams = new HashSet<>();
    private final AtomicInteger outstanding;
    private @Nullable ScheduledFuture<?> later;
    private long laterAt;
    private boolean isLookingUp;
    private boolean isClosed;

    /** {@code outstanding} counts the reads that have been asked for and not been answered; here they are answered. */
    ClusterReader(
            ClusterConfig config,
            EventLoop loop,
            Ticker ticker,
            SrvDirectory directory,
            Function<Intake, PeerSource> sources,
            ClusterMetrics metrics,
            AtomicInteger outstanding) {
        this.config = config;
        this.loop = loop;
        this.ticker = ticker;
        this.directory = directory;
        this.sources = sources;
        this.metrics = metrics;
        this.outstanding = outstanding;
        this.schedule = new RoundSchedule(config.maxRounds(), config.maxStreams(), FIRST_GAP_NANOS);
    }

    /** One read that was asked for, and when, in nanoseconds. */
    record Read(Promise<ClusterAnswer> promise, long arrived) {}

    void add(Read read) {
        if (isClosed) {
            answer(read, STOPPING);
        } else {
            waiting.addLast(read);
        }
    }

    /** Begins a round for those who wait, if one may begin now; else looks again when one may. */
    void goOn() {
        if (waiting.isEmpty() || isLookingUp || isClosed) {
            return;
        }
        long now = ticker.nanoTime();
        long delay = schedule.untilNext(now);
        if (delay == 0) {
            isLookingUp = true;
            directory.peers(this::begin);
        } else if (delay != RoundSchedule.NEVER) {
            goOnAfter(delay, now);
        } else if (schedule.lacksPlaceForStream()) {
            giveUpWhoWaitedTooLong(now);
        }
    }

    /** Whoever waits is told that this node is stopping. */
    void close() {
        isClosed = true;
        if (later != null) {
            later.cancel(false);
        }
        Set.copyOf(turns).forEach(Turn::abandon);
        turns.clear();
        Set.copyOf(streams).forEach(stream -> stream.stop(STOPPING.reason()));
        waiting.forEach(read -> answer(read, STOPPING));
        waiting.clear();
    }

    private void begin(Discovery discovery) {
        isLookingUp = false;
        var reads = takeWaiting();
        if (reads.isEmpty()) {
            return;
        }
        switch (discovery) {
            case Discovery.Unknown(var _, var failure) ->
                answer(reads, new NotDiscovered(failure == null ? "nobody has been asked" : failure.reason()));
            case Discovery.Known known when known.peers().isEmpty() -> answer(reads, new Complete(known, List.of()));
            case Discovery.Known known -> new Turn(known, reads).begin();
        }
    }

    /** All who wait and still want to know. */
    private List<Read> takeWaiting() {
        var reads = new ArrayList<Read>(waiting.size());
        for (var read : waiting) {
            if (read.promise.isDone()) {
                outstanding.decrementAndGet();
            } else {
                reads.add(read);
            }
        }
        waiting.clear();
        return reads;
    }

    private void goOnAfter(long delay, long now) {
        long then = now + delay;
        if (later != null && !later.isDone()) {
            if (laterAt - then <= 0) {
                return;
            }
            later.cancel(false);
        }
        laterAt = then;
        later = loop.schedule(this::goOn, delay, TimeUnit.NANOSECONDS);
    }

    private void giveUpWhoWaitedTooLong(long now) {
        long limit = config.maxWait().toNanos();
        var first = waiting.peekFirst();
        while (first != null && now - first.arrived >= limit) {
            waiting.removeFirst();
            metrics.refused.increment();
            answer(
                    first,
                    new Unavailable(config.maxStreams() + " large answers are under way, and none ended within "
                            + Reason.time(config.maxWait())));
            first = waiting.peekFirst();
        }
        if (first != null) {
            goOnAfter(limit - (now - first.arrived), now);
        }
    }

    private void answer(List<Read> reads, ClusterAnswer answer) {
        for (var read : reads) {
            answer(read, answer);
        }
    }

    /** Returns whether it was wanted still. */
    private boolean answer(Read read, ClusterAnswer answer) {
        outstanding.decrementAndGet();
        return read.promise.trySuccess(answer);
    }

    /** A round, and those who share it. */
    private final class Turn implements ClusterRound.Listener {
        private final Discovery.Known discovery;
        private final List<Read> reads;
        private final ClusterRound round;
        private final long began;

        Turn(Discovery.Known discovery, List<Read> reads) {
            this.discovery = discovery;
            this.reads = reads;
            this.began = ticker.nanoTime();
            this.round = new ClusterRound(discovery, config, loop, ticker, sources, this);
        }

        void begin() {
            turns.add(this);
            schedule.began(began);
            metrics.rounds.increment();
            round.start();
        }

        void abandon() {
            round.abandon();
            answer(reads, STOPPING);
        }

        @Override
        public void complete(Complete answer) {
            turns.remove(this);
            schedule.ended();
            metrics.roundTime.observe(ticker.nanoTime() - began);
            metrics.peersWereRead(answer.readings());
            answer(reads, answer);
            goOn();
        }

        @Override
        public void tooLarge() {
            turns.remove(this);
            if (schedule.overflowed()) {
                var stream = round.toStream(metrics, this::streamClosed);
                streams.add(stream);
                metrics.streams.incrementAndGet();
                int next = give(stream);
                waitAgain(reads.subList(next, reads.size()));
                stream.start();
            } else {
                round.abandon();
                waitAgain(reads);
            }
            goOn();
        }

        /** To the first who still wants it. Returns how many need not wait any more. */
        private int give(ClusterStream stream) {
            var streaming = new Streaming(discovery, stream);
            for (int i = 0; i < reads.size(); i++) {
                if (answer(reads.get(i), streaming)) {
                    return i + 1;
                }
            }
            stream.close();
            return reads.size();
        }

        private void waitAgain(List<Read> again) {
            again.reversed().forEach(waiting::addFirst);
        }

        private void streamClosed(ClusterStream stream) {
            streams.remove(stream);
            metrics.streams.decrementAndGet();
            schedule.streamEnded();
            goOn();
        }
    }
}
