package io.kubia.node.peers;

import io.kubia.node.peers.DnsQuestion.Outcome;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * One look-up of the peers: the SRV question, then an A and an AAAA question for each target whose addresses did not
 * come along. All of it within {@link PeersConfig#dnsTimeout}; what is known of the addresses by then is the answer.
 *
 * <p>Used on one event loop, which also runs {@code done}, exactly once.
 */
final class PeerLookup {
    /** Address questions under way at once. */
    private static final int IN_FLIGHT = 64;

    /** Once every target has an address, the rest is not waited for any longer than this (RFC 8305, section 3). */
    private static final long RESOLUTION_DELAY_MILLIS = 50;

    private final EventLoop loop;
    private final DnsSockets sockets;
    private final List<InetSocketAddress> servers;
    private final PeersConfig config;
    private final Map<String, Peer> lastGood;
    private final Consumer<Result> done;

    private final List<DnsQuestion> asked = new ArrayList<>();
    private final Queue<Runnable> unasked = new ArrayDeque<>();
    private @Nullable ScheduledFuture<?> lastMoment;
    private @Nullable ScheduledFuture<?> resolutionDelay;
    private Runnable ending = () -> {};
    private int inFlight;
    private boolean ended;

    /** {@code lastGood} are the peers as they were, by name: their addresses are better than none when a question fails. */
    PeerLookup(
            EventLoop loop,
            Transport transport,
            List<InetSocketAddress> servers,
            PeersConfig config,
            Map<String, Peer> lastGood,
            Consumer<Result> done) {
        this.loop = loop;
        this.sockets = new DnsSockets(loop, transport);
        this.servers = servers;
        this.config = config;
        this.lastGood = lastGood;
        this.done = done;
    }

    /** What a look-up comes to. */
    sealed interface Result {
        /**
         * Peers, in order.
         *
         * @param ttl in seconds
         * @param unusable names that are no host names, and were left out
         * @param leftOut peers beyond {@link PeersConfig#maxPeers}
         * @param isTruncated whether the server had more than fits in the largest answer
         */
        record Found(
                List<Peer> peers,
                InetSocketAddress server,
                long ttl,
                List<String> unusable,
                int leftOut,
                boolean isTruncated)
                implements Result {}

        /** The name does not exist, and that is certain. */
        record NoSuchName(String reason) implements Result {}

        /** Nobody could say. */
        record Failed(String reason) implements Result {}
    }

    void start() {
        lastMoment = loop.schedule(() -> ending.run(), config.dnsTimeout().toNanos(), TimeUnit.NANOSECONDS);
        ask(servers, Record.newRecord(serviceName(), Type.SRV, DClass.IN), this::srvOutcome);
    }

    /** Nobody wants to know any more: there will be no result. */
    void abandon() {
        ended = true;
        asked.forEach(DnsQuestion::abandon);
        DnsQuestion.cancel(lastMoment);
        DnsQuestion.cancel(resolutionDelay);
        sockets.close();
    }

    private void ask(List<InetSocketAddress> servers, Record question, Consumer<Outcome> outcome) {
        var asking = new DnsQuestion(loop, sockets, servers, question, config.dnsTimeout(), outcome);
        asked.add(asking);
        asking.ask();
    }

    private void srvOutcome(Outcome outcome) {
        switch (outcome) {
            case Outcome.Unanswered(var reason) -> end(new Result.Failed(reason));
            case Outcome.Answered(var answer, var server) -> srvAnswered(answer, server);
        }
    }

    private void srvAnswered(DnsAnswer answer, InetSocketAddress server) {
        if (answer.isNoSuchName()) {
            end(new Result.NoSuchName("NXDOMAIN: there is no " + config.service()
                    + "; is the headless service there, and one of its pods ready?"));
            return;
        }
        var alias = answer.follow(serviceName());
        var records = answer.answers(alias.name(), SRVRecord.class);
        if (records.isEmpty() && !alias.name().equals(serviceName()) && !answer.saysNoData()) {
            end(new Result.Failed(Reason.address(server) + ": it is an alias of "
                    + Reason.printable(alias.name().toString(true)) + ", and the server does not say what that is"));
            return;
        }
        var found = new TargetAddresses(SrvTargets.of(records), alias.ttl(), answer.glue(), config, lastGood);
        var ordered = new ArrayList<>(servers);
        ordered.remove(server);
        ordered.addFirst(server);
        // For a thousand targets this takes a while: what most of them need comes first.
        for (int type : new int[] {Type.A, Type.AAAA}) {
            for (var host : found.unknown()) {
                unasked.add(() -> askAddresses(found, host, type, ordered));
            }
        }
        ending = () -> end(found.result(server, answer.isTruncated()));
        goOn(found);
    }

    private void askAddresses(TargetAddresses found, TargetAddresses.Host host, int type, List<InetSocketAddress> of) {
        inFlight++;
        ask(of, Record.newRecord(host.name(), type, DClass.IN), outcome -> {
            inFlight--;
            switch (outcome) {
                case Outcome.Unanswered(var reason) -> host.failed(reason);
                case Outcome.Answered(var answer, var _) -> host.answered(answer.addresses(host.name()));
            }
            goOn(found);
        });
    }

    /** Asks as many more as may be under way, and ends when there is nothing to wait for. */
    private void goOn(TargetAddresses found) {
        while (inFlight < IN_FLIGHT && !unasked.isEmpty()) {
            unasked.remove().run();
        }
        if (inFlight == 0) {
            ending.run();
        } else if (resolutionDelay == null && found.everyTargetIsSettled()) {
            resolutionDelay = loop.schedule(ending, RESOLUTION_DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void end(Result result) {
        if (!ended) {
            abandon();
            done.accept(result);
        }
    }

    private Name serviceName() {
        try {
            return Name.fromString(config.service(), Name.root);
        } catch (TextParseException e) {
            throw new IllegalStateException("service: " + config.service() + " (expected: what its config accepts)", e);
        }
    }
}
