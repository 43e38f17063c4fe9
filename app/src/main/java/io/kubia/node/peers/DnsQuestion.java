package io.kubia.node.peers;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.WireParseException;

/**
 * One question, asked of several servers until one of them answers it.
 *
 * <p>Tries begin at even intervals, server after server, several rounds, without giving up the earlier ones: a lost
 * datagram and a dead server each cost an interval and not the whole time. A server that answers with an error, or
 * cannot be reached, is not asked again and the next one is asked at once; when none is left the question ends early.
 *
 * <p>Used on one event loop, which also runs {@code outcome}, exactly once.
 */
final class DnsQuestion {
    /** The payload that passes every network unfragmented (DNS flag day 2020). */
    private static final int UDP_PAYLOAD = 1232;

    private static final int ROUNDS = 3;

    private final EventLoop loop;
    private final DnsSockets sockets;
    private final List<InetSocketAddress> servers;
    private final Record question;
    private final Duration time;
    private final Consumer<Outcome> outcome;

    private final Map<InetSocketAddress, String> failed = new HashMap<>();
    private final Set<InetSocketAddress> withoutEdns = new HashSet<>();
    private @Nullable InetSocketAddress latest;
    private @Nullable ScheduledFuture<?> nextTry;
    private @Nullable ScheduledFuture<?> lastMoment;
    private int tries;
    private boolean ended;

    DnsQuestion(
            EventLoop loop,
            DnsSockets sockets,
            List<InetSocketAddress> servers,
            Record question,
            Duration time,
            Consumer<Outcome> outcome) {
        this.loop = loop;
        this.sockets = sockets;
        this.servers = servers;
        this.question = question;
        this.time = time;
        this.outcome = outcome;
    }

    /** What became of it. */
    sealed interface Outcome {
        /** A usable answer. */
        record Answered(DnsAnswer answer, InetSocketAddress server) implements Outcome {}

        /** No server gave one. */
        record Unanswered(String reason) implements Outcome {}
    }

    void ask() {
        lastMoment = loop.schedule(() -> end(new Outcome.Unanswered(reasons())), time.toNanos(), TimeUnit.NANOSECONDS);
        askNext();
    }

    /** Nobody wants to know any more: there will be no outcome. */
    void abandon() {
        ended = true;
        cancel(nextTry);
        cancel(lastMoment);
    }

    private void askNext() {
        cancel(nextTry);
        while (tries < servers.size() * ROUNDS) {
            var server = servers.get(tries++ % servers.size());
            if (!failed.containsKey(server)) {
                long interval = Math.max(1, time.toNanos() / ((long) servers.size() * ROUNDS));
                nextTry = loop.schedule(this::askNext, interval, TimeUnit.NANOSECONDS);
                latest = server;
                ask(server);
                return;
            }
        }
        // All have been asked often enough; they have until the last moment.
    }

    private void ask(InetSocketAddress server) {
        var resolver = new SimpleResolver(server);
        resolver.setIoClientFactory(sockets);
        resolver.setTimeout(time);
        resolver.setEDNS(withoutEdns.contains(server) ? -1 : 0, UDP_PAYLOAD, 0, List.of());
        // Asynchronously even when it fails at once: who asks a thousand questions would run out of stack.
        resolver.sendAsync(Message.newQuery(question), loop)
                .whenCompleteAsync((answer, failure) -> tried(server, answer, failure), loop);
    }

    private void tried(InetSocketAddress server, @Nullable Message answer, @Nullable Throwable failure) {
        if (!ended) {
            if (answer != null) {
                answered(server, answer);
            } else if (failure != null) {
                failed(server, failure);
            }
        }
    }

    private void answered(InetSocketAddress server, Message message) {
        var answer = new DnsAnswer(message);
        var unusable = answer.unusable();
        if (unusable == null) {
            end(new Outcome.Answered(answer, server));
        } else if (refusesEdns(message) && withoutEdns.add(server)) {
            ask(server);
        } else {
            failed(server, unusable);
        }
    }

    private void failed(InetSocketAddress server, Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(cause instanceof WireParseException)) {
            failed(server, Reason.of(cause));
        } else if (withoutEdns.add(server)) {
            // An error without the question in it is also what a server says that chokes on EDNS.
            ask(server);
        } else {
            failed(server, "no valid answer (" + Reason.printable(String.valueOf(cause.getMessage())) + ")");
        }
    }

    /** What servers say that know nothing of EDNS (RFC 6891, section 7). */
    private static boolean refusesEdns(Message message) {
        return message.getRcode() == Rcode.FORMERR || message.getRcode() == Rcode.NOTIMP;
    }

    private void failed(InetSocketAddress server, String reason) {
        failed.putIfAbsent(server, reason);
        if (failed.size() == servers.size()) {
            end(new Outcome.Unanswered(reasons()));
        } else if (server.equals(latest)) {
            askNext();
        }
    }

    private void end(Outcome result) {
        if (!ended) {
            abandon();
            outcome.accept(result);
        }
    }

    private String reasons() {
        var silent = "no answer within " + Reason.time(time);
        return servers.stream()
                .map(server -> Reason.address(server) + ": " + failed.getOrDefault(server, silent))
                .collect(Collectors.joining("; "));
    }

    static void cancel(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
