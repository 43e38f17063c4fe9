package io.kubia.dns.forward;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * One question, put to one server after the other until one answers it.
 *
 * <p>A server that is late stays asked while the next one is: the first good answer counts. One that cannot help
 * (SERVFAIL, REFUSED and the like) is as good as one that failed, but when no other does better its answer is the
 * client's. All servers are asked twice, as datagrams get lost.
 *
 * <p>Implementation note. Runs on the transport's event loop. Once it has ended, all of its sockets are closed and what
 * they still tell is not heard.
 */
final class Lookup {
    private static final int ROUNDS = 2;

    private final Question question;
    private final Transport transport;
    private final RandomGenerator random;
    private final Duration tryTimeout;
    private final Observer observer;
    private final Consumer<Optional<Message>> then;
    private final List<InetSocketAddress> servers;
    private final List<Channel> sockets = new ArrayList<>();

    private int tries;
    private @Nullable Message unhelpful;
    private @Nullable Future<?> alarm;
    private @Nullable Future<?> deadline;
    private boolean hasEnded;

    /** Is told how servers do. */
    interface Observer {
        void good(InetSocketAddress server);

        void bad(InetSocketAddress server);
    }

    Lookup(
            Question question,
            List<InetSocketAddress> servers,
            Transport transport,
            RandomGenerator random,
            Duration tryTimeout,
            Observer observer,
            Consumer<Optional<Message>> then) {
        this.question = question;
        this.servers = servers;
        this.transport = transport;
        this.random = random;
        this.tryTimeout = tryTimeout;
        this.observer = observer;
        this.then = then;
    }

    void start(Duration timeout) {
        deadline = transport.loop().schedule(this::giveUp, timeout.toMillis(), TimeUnit.MILLISECONDS);
        next();
    }

    /** Ends it, with what is known by now. */
    void giveUp() {
        end(Optional.ofNullable(unhelpful));
    }

    private void next() {
        if (hasEnded) {
            return;
        }
        if (alarm != null) {
            alarm.cancel(false);
        }
        if (tries == ROUNDS * servers.size()) {
            giveUp();
            return;
        }
        var server = servers.get(tries++ % servers.size());
        alarm = transport
                .loop()
                .schedule(
                        () -> {
                            observer.bad(server);
                            next();
                        },
                        tryTimeout.toMillis(),
                        TimeUnit.MILLISECONDS);
        ask(server, new Try(server, tries, true, false));
    }

    private void ask(InetSocketAddress server, Try attempt) {
        int id = random.nextInt(1 << 16);
        sockets.add(
                attempt.overTcp
                        ? Exchange.overTcp(transport, server, question, id, attempt.withEdns, attempt)
                        : Exchange.overUdp(transport, server, question, id, attempt.withEdns, attempt));
    }

    private void end(Optional<Message> answer) {
        if (hasEnded) {
            return;
        }
        hasEnded = true;
        if (alarm != null) {
            alarm.cancel(false);
        }
        if (deadline != null) {
            deadline.cancel(false);
        }
        sockets.forEach(Channel::close);
        then.accept(answer);
    }

    /** One server, asked once in one way. */
    private final class Try implements Exchange.Listener {
        private final InetSocketAddress server;
        private final int number;
        private final boolean withEdns;
        private final boolean overTcp;
        private boolean isOver;

        Try(InetSocketAddress server, int number, boolean withEdns, boolean overTcp) {
            this.server = server;
            this.number = number;
            this.withEdns = withEdns;
            this.overTcp = overTcp;
        }

        @Override
        public void answered(Message answer) {
            if (isOver || hasEnded) {
                return;
            }
            isOver = true;
            int rcode = answer.getRcode();
            if (rcode == Rcode.FORMERR && withEdns) {
                ask(server, new Try(server, number, false, overTcp));
            } else if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
                unhelpful = answer;
                another();
            } else if (answer.getHeader().getFlag(Flags.TC) && !overTcp) {
                ask(server, new Try(server, number, withEdns, true));
            } else {
                observer.good(server);
                end(Optional.of(answer));
            }
        }

        @Override
        public void failed(Throwable cause) {
            if (!isOver && !hasEnded) {
                isOver = true;
                another();
            }
        }

        /** Unless another one has been asked already because this one was late. */
        private void another() {
            observer.bad(server);
            if (number == tries) {
                next();
            }
        }
    }
}
