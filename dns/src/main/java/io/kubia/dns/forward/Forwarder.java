package io.kubia.dns.forward;

import io.kubia.dns.answer.Forward;
import io.kubia.dns.server.Upstreams;
import io.kubia.role.metrics.Metrics;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;

/**
 * Asks other servers: those who ask the same at the same time share one look-up, and what is known already is not asked
 * for again.
 *
 * <p>Implementation note. All state belongs to the transport's event loop.
 */
public final class Forwarder implements Upstreams, AutoCloseable {
    private final ForwardConfig config;
    private final Servers servers;
    private final Transport transport;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ForwardMetrics metrics;
    private final Cache cache;
    private final Health health = new Health();
    private final Map<Question, UnderWay> underWay = new HashMap<>();
    private int waiting;
    private boolean isClosed;

    /** A look-up, and who waits for it. */
    private static final class UnderWay {
        private final List<Consumer<Optional<Message>>> waiting = new ArrayList<>();
        private @Nullable Lookup lookup;
    }

    /** {@code random} makes the ids of questions: give it a {@code SecureRandom}, or others can guess them. */
    public Forwarder(
            ForwardConfig config,
            Servers servers,
            Transport transport,
            InstantSource clock,
            RandomGenerator random,
            Metrics metrics) {
        this.config = config;
        this.servers = servers;
        this.transport = transport;
        this.clock = clock;
        this.random = random;
        this.cache = new Cache(config);
        this.metrics = new ForwardMetrics(metrics);
    }

    @Override
    public boolean areThere() {
        return !servers.now().isEmpty();
    }

    @Override
    public void ask(Forward question, Consumer<Optional<Message>> then) {
        transport.loop().execute(() -> find(Question.of(question), then));
    }

    /** Ends what is under way: who waits is told that there is no answer. */
    @Override
    public void close() {
        transport
                .loop()
                .submit(() -> {
                    isClosed = true;
                    for (var one : List.copyOf(underWay.values())) {
                        if (one.lookup != null) {
                            one.lookup.giveUp();
                        }
                    }
                })
                .awaitUninterruptibly();
    }

    private void find(Question question, Consumer<Optional<Message>> then) {
        var known = cache.get(question, clock.millis());
        if (known.isPresent()) {
            metrics.hit();
            then.accept(known);
            return;
        }
        var one = underWay.get(question);
        if (waiting == config.maxWaiting() || isClosed) {
            metrics.turnedAway();
            then.accept(Optional.empty());
        } else if (one != null) {
            metrics.shared();
            wait(one, then);
        } else {
            metrics.asked();
            ask(question, then);
        }
    }

    private void wait(UnderWay one, Consumer<Optional<Message>> then) {
        waiting++;
        one.waiting.add(then);
    }

    private void ask(Question question, Consumer<Optional<Message>> then) {
        var order = health.inOrder(servers.now(), System.nanoTime());
        if (order.isEmpty()) {
            then.accept(Optional.empty());
            return;
        }
        var one = new UnderWay();
        wait(one, then);
        underWay.put(question, one);
        var lookup = new Lookup(
                question, order, transport, random, config.tryTimeout(), observer(), said -> found(question, said));
        one.lookup = lookup;
        lookup.start(config.timeout());
    }

    private void found(Question question, Optional<Message> said) {
        var one = underWay.remove(question);
        if (one == null) {
            return;
        }
        if (said.isEmpty()) {
            metrics.unanswered();
        }
        said.ifPresent(answer -> cache.put(question, answer, clock.millis()));
        waiting -= one.waiting.size();
        metrics.cached(cache.size(), cache.bytes());
        one.waiting.forEach(then -> then.accept(said));
    }

    private Lookup.Observer observer() {
        return new Lookup.Observer() {
            @Override
            public void good(InetSocketAddress server) {
                health.good(server);
            }

            @Override
            public void bad(InetSocketAddress server) {
                metrics.failed();
                health.bad(server, System.nanoTime());
            }
        };
    }
}
