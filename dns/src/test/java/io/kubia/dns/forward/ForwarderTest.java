package io.kubia.dns.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.dns.answer.AnswerConfig;
import io.kubia.dns.answer.Answerer;
import io.kubia.dns.answer.Forward;
import io.kubia.dns.answer.Verdict;
import io.kubia.dns.model.DnsName;
import io.kubia.dns.server.Sockets;
import io.kubia.dns.world.World;
import io.kubia.dns.zone.ZoneConfig;
import io.kubia.role.metrics.Metrics;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ForwarderTest {
    private static final Duration TRY = Duration.ofMillis(300);
    private static final Duration WHOLE = Duration.ofSeconds(3);

    private final Sockets sockets = Sockets.best();
    private final EventLoopGroup loop = sockets.loops("forward-test", 1);
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_000));

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void asksAndRemembersForAsLongAsItMay() throws Exception {
        try (var server = FakeServer.good("192.0.2.1", 60);
                var forwarder = forwarder(server)) {
            assertThat(ttl(ask(forwarder, "a.example."))).isEqualTo(60);
            pass(Duration.ofSeconds(25));
            assertThat(ttl(ask(forwarder, "A.Example."))).isEqualTo(35);
            assertThat(server.questions()).isEqualTo(1);
            pass(Duration.ofSeconds(35));
            assertThat(ttl(ask(forwarder, "a.example."))).isEqualTo(60);
            assertThat(server.questions()).isEqualTo(2);
        }
    }

    @Test
    void whatIsNotThereIsBelievedForHalfAMinuteAtMost() throws Exception {
        try (var server = FakeServer.start(question -> List.of(
                        FakeServer.nothing(question, Rcode.NXDOMAIN, 600).toWire()));
                var forwarder = forwarder(server)) {
            assertThat(ask(forwarder, "a.example.").orElseThrow().getRcode()).isEqualTo(Rcode.NXDOMAIN);
            pass(Duration.ofSeconds(29));
            assertThat(ask(forwarder, "a.example.")).isPresent();
            assertThat(server.questions()).isEqualTo(1);
            pass(Duration.ofSeconds(1));
            assertThat(ask(forwarder, "a.example.")).isPresent();
            assertThat(server.questions()).isEqualTo(2);
        }
    }

    @Test
    void theNextServerIsAskedWhenOneIsSilent() throws Exception {
        try (var silent = FakeServer.silent();
                var good = FakeServer.good("192.0.2.2", 0);
                var forwarder = forwarder(silent, good)) {
            assertThat(address(ask(forwarder, "a.example."))).isEqualTo("192.0.2.2");
            assertThat(address(ask(forwarder, "b.example."))).isEqualTo("192.0.2.2");
            // The second time the good one is asked first.
            assertThat(silent.questions()).isEqualTo(1);
        }
    }

    @Test
    void theNextServerIsAskedWhenOneCannotHelp() throws Exception {
        for (int rcode : new int[] {Rcode.SERVFAIL, Rcode.REFUSED, Rcode.NOTIMP}) {
            try (var unhelpful = FakeServer.start(question ->
                            List.of(FakeServer.error(question, rcode).toWire()));
                    var good = FakeServer.good("192.0.2.2", 0);
                    var forwarder = forwarder(unhelpful, good)) {
                assertThat(address(ask(forwarder, "a.example."))).isEqualTo("192.0.2.2");
            }
        }
    }

    @Test
    void whenNobodyCanHelpTheLastWordCounts() throws Exception {
        try (var refusing = FakeServer.start(question ->
                        List.of(FakeServer.error(question, Rcode.REFUSED).toWire()));
                var forwarder = forwarder(refusing)) {
            assertThat(ask(forwarder, "a.example.").orElseThrow().getRcode()).isEqualTo(Rcode.REFUSED);
        }
    }

    @Test
    void whenNobodyAnswersThereIsNoAnswer() throws Exception {
        try (var silent = FakeServer.silent();
                var forwarder = forwarder(silent)) {
            assertThat(ask(forwarder, "a.example.")).isEmpty();
        }
    }

    @Test
    void aClosedPortIsNoticedAtOnce() throws Exception {
        InetSocketAddress closed;
        try (var server = FakeServer.silent()) {
            closed = server.address();
        }
        try (var good = FakeServer.good("192.0.2.2", 0);
                var forwarder = forwarder(config(Duration.ofMinutes(1), 1_000), List.of(closed, good.address()))) {
            assertThat(address(ask(forwarder, "a.example."))).isEqualTo("192.0.2.2");
        }
    }

    @Test
    void whatWasCutIsAskedForByTcp() throws Exception {
        try (var server = FakeServer.start(
                        question -> {
                            var cut = FakeServer.reply(question);
                            cut.getHeader().setFlag(Flags.TC);
                            return List.of(cut.toWire());
                        },
                        question -> List.of(
                                FakeServer.address(question, "192.0.2.3", 5).toWire()));
                var forwarder = forwarder(server)) {
            assertThat(address(ask(forwarder, "a.example."))).isEqualTo("192.0.2.3");
        }
    }

    @Test
    void aServerWithoutEdnsIsAskedWithout() throws Exception {
        try (var server = FakeServer.start(question -> List.of((question.getOPT() != null
                                ? FakeServer.error(question, Rcode.FORMERR)
                                : FakeServer.address(question, "192.0.2.4", 5))
                        .toWire()));
                var forwarder = forwarder(server)) {
            assertThat(address(ask(forwarder, "a.example."))).isEqualTo("192.0.2.4");
        }
    }

    @Test
    void whatIsNoAnswerToTheQuestionIsPassedOver() throws Exception {
        try (var server = FakeServer.start(question -> {
                    var otherId = FakeServer.address(question, "6.6.6.6", 5);
                    otherId.getHeader().setID(question.getHeader().getID() ^ 1);
                    var otherName = Message.newQuery(
                            Record.newRecord(Name.fromConstantString("b.example."), Type.A, DClass.IN));
                    otherName.getHeader().setID(question.getHeader().getID());
                    var noAnswer = FakeServer.address(question, "6.6.6.6", 5);
                    noAnswer.getHeader().unsetFlag(Flags.QR);
                    return List.of(
                            otherId.toWire(),
                            FakeServer.address(otherName, "6.6.6.6", 5).toWire(),
                            noAnswer.toWire(),
                            new byte[] {1, 2, 3},
                            FakeServer.address(question, "192.0.2.5", 5).toWire());
                });
                var forwarder = forwarder(server)) {
            assertThat(address(ask(forwarder, "a.example."))).isEqualTo("192.0.2.5");
        }
    }

    @Test
    void thoseWhoAskTheSameShareOneLookUp() throws Exception {
        try (var silent = FakeServer.silent();
                var good = FakeServer.good("192.0.2.6", 0);
                var forwarder = forwarder(silent, good)) {
            var answers = Arrays.asList(
                    begin(forwarder, "a.example."), begin(forwarder, "a.example."), begin(forwarder, "A.EXAMPLE."));
            for (var answer : answers) {
                assertThat(address(await(answer))).isEqualTo("192.0.2.6");
            }
            assertThat(good.questions()).isEqualTo(1);
        }
    }

    @Test
    void beyondTheLimitThereIsNoAnswerAtOnce() throws Exception {
        try (var silent = FakeServer.silent();
                var forwarder = forwarder(config(Duration.ofMinutes(1), 2), List.of(silent.address()))) {
            begin(forwarder, "a.example.");
            begin(forwarder, "b.example.");
            assertThat(ask(forwarder, "c.example.")).isEmpty();
        }
    }

    @Test
    void closingEndsWhatIsUnderWay() throws Exception {
        CompletableFuture<Optional<Message>> answer;
        try (var silent = FakeServer.silent();
                var forwarder = forwarder(config(Duration.ofMinutes(1), 2), List.of(silent.address()))) {
            answer = begin(forwarder, "a.example.");
        }
        assertThat(await(answer)).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void brokenAnswersEndInAnAnswerOrInNone(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        FakeServer.Behaviour broken = question -> {
            var bytes = FakeServer.address(question, "192.0.2.7", random.nextInt(100))
                    .toWire();
            for (int i = random.nextInt(4); i > 0; i--) {
                bytes[2 + random.nextInt(bytes.length - 2)] ^= (byte) (1 << random.nextInt(8));
            }
            return List.of(random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
        };
        try (var one = FakeServer.start(broken);
                var other = FakeServer.start(broken);
                var forwarder = forwarder(
                        new ForwardConfig(
                                Duration.ofMillis(5),
                                Duration.ofSeconds(2),
                                100,
                                50,
                                10_000,
                                Duration.ofHours(1),
                                Duration.ofSeconds(30)),
                        List.of(one.address(), other.address()))) {
            for (int i = 0; i < 1_000; i++) {
                ask(forwarder, "n" + i % 100 + ".example.");
            }
        }
    }

    private static ForwardConfig config(Duration tryTimeout, int maxWaiting) {
        return new ForwardConfig(
                tryTimeout,
                tryTimeout.compareTo(WHOLE) > 0 ? tryTimeout : WHOLE,
                maxWaiting,
                100,
                1 << 20,
                Duration.ofHours(1),
                Duration.ofSeconds(30));
    }

    private Forwarder forwarder(FakeServer... servers) {
        return forwarder(
                config(TRY, 1_000),
                Arrays.stream(servers).map(FakeServer::address).toList());
    }

    private Forwarder forwarder(ForwardConfig config, List<InetSocketAddress> servers) {
        return new Forwarder(
                config,
                Servers.fixed(servers),
                new Transport(loop.next(), sockets.stream(), sockets.datagram()),
                now::get,
                new SplittableRandom(7),
                new Metrics());
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private static Optional<Message> ask(Forwarder forwarder, String name) throws Exception {
        return await(begin(forwarder, name));
    }

    private static Optional<Message> await(CompletableFuture<Optional<Message>> answer) throws Exception {
        return answer.get(30, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Optional<Message>> begin(Forwarder forwarder, String name) throws IOException {
        var answer = new CompletableFuture<Optional<Message>>();
        forwarder.ask(forward(name), said -> {
            if (!answer.complete(said)) {
                throw new AssertionError("told twice");
            }
        });
        return answer;
    }

    /** As the server makes it of a client's question. */
    private static Forward forward(String name) {
        var zone = new World().zone(ZoneConfig.defaults(DnsName.parse("cluster.local")));
        var answerer = new Answerer(zone, AnswerConfig.defaults(), World.CLOCK);
        var client = InetAddress.getLoopbackAddress();
        var question = Message.newQuery(Record.newRecord(Name.fromConstantString(name), Type.A, DClass.IN));
        var verdict = answerer.answerUdp(Unpooled.wrappedBuffer(question.toWire()), client, Unpooled.buffer());
        assertThat(verdict).isEqualTo(Verdict.FORWARD);
        return answerer.forward(client);
    }

    private static String address(Optional<Message> answer) {
        return answer.orElseThrow().getSection(Section.ANSWER).getFirst().rdataToString();
    }

    private static long ttl(Optional<Message> answer) {
        return answer.orElseThrow().getSection(Section.ANSWER).getFirst().getTTL();
    }
}
