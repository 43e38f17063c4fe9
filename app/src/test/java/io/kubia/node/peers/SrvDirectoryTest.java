package io.kubia.node.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.node.peers.Discovery.Known;
import io.kubia.node.peers.Discovery.Unknown;
import io.kubia.role.metrics.Metrics;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Discovery against a real DNS server on loopback. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class SrvDirectoryTest {
    private static final Instant TIME = Instant.parse("2026-11-21T03:00:00Z");
    private static final String[] THREE = {
        "@ 5 SRV 0 33 8080 kubia-1", "@ 5 SRV 0 33 8080 kubia-0", "@ 5 SRV 0 33 8080 kubia-2",
        "kubia-0 5 A 127.244.0.1", "kubia-1 5 A 127.244.0.2", "kubia-2 5 A 127.244.0.3"
    };

    private final MockTicker ticker = Ticker.newMockTicker();
    private final Transport transport = TestTransport.nio();
    private final EventLoop loop = transport.group().next();
    private FakeDns dns;
    private PeersConfig config;
    private SrvDirectory directory;

    SrvDirectoryTest() throws IOException {
        dns = new FakeDns();
        config = PeersConfig.defaults(DnsText.SERVICE).withDns(List.of(dns.address()), Eventually.PATIENCE);
        directory = directory();
    }

    @BeforeEach
    void serve() {
        dns.serve(THREE);
    }

    @AfterEach
    void close() throws IOException {
        loop.submit(directory::close).syncUninterruptibly();
        transport.group().shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        dns.close();
    }

    @Test
    void peersComeFromOneQuestionWhenTheirAddressesComeAlong() {
        var known = (Known) look();
        assertThat(known.peers()).extracting(Peer::label).containsExactly("kubia-0", "kubia-1", "kubia-2");
        assertThat(known.peers().get(1).addresses())
                .containsExactly(new InetSocketAddress(InetAddress.ofLiteral("127.244.0.2"), 8080));
        assertThat(known.peers().get(1).addresses().getFirst().getHostString()).isEqualTo("127.244.0.2");
        assertThat(known.server()).isEqualTo(dns.address());
        assertThat(known.learned()).isEqualTo(TIME);
        assertThat(known.freshUntil()).isEqualTo(TIME.plusSeconds(5));
        assertThat(known.stale()).isNull();
        assertThat(dns.questions()).containsExactly("SRV udp");
        assertThat(directory.known()).isEqualTo(known);
        // Its own thread, selector and shutdown hook would not be ours to stop.
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("dnsjava"));
    }

    @Test
    void nothingIsAskedBeforeSomebodyWantsToKnow() {
        assertThat(directory.known()).isEqualTo(new Unknown(DnsText.SERVICE, null));
        assertThat(dns.questions()).isEmpty();
    }

    @Test
    void anAnswerIsUsedUntilItExpires() {
        look();
        advance(Duration.ofMillis(4_999));
        look();
        assertThat(dns.questions()).hasSize(1);
        advance(Duration.ofMillis(1));
        look();
        assertThat(dns.questions()).hasSize(2);
    }

    @Test
    void theTtlOfAnAddressCountsAsWell() {
        dns.serve("@ 30 SRV 0 0 80 kubia-0", "kubia-0 3 A 127.244.0.1");
        assertThat(((Known) look()).freshUntil()).isEqualTo(TIME.plusSeconds(3));
    }

    @Test
    void addressesThatDidNotComeAlongAreAskedFor() {
        var zone = DnsText.zone(
                "@ 9 SRV 0 0 80 kubia-0",
                "@ 9 SRV 0 0 80 kubia-1",
                "kubia-0 7 A 127.244.0.1",
                "kubia-0 8 AAAA ::1",
                "kubia-1 5 CNAME other",
                "other 6 A 127.244.0.9");
        dns.behave((query, _) -> {
            var answer = DnsText.answerFrom(zone, query);
            answer.removeAllRecords(Section.ADDITIONAL);
            if (query.getQuestion().getName().equals(DnsText.name("kubia-1"))) {
                add(answer, Section.ANSWER, "other 6 A 127.244.0.9");
            }
            return answer;
        });
        var known = (Known) look();
        assertThat(known.peers().get(0).addresses())
                .containsExactly(
                        new InetSocketAddress(InetAddress.ofLiteral("127.244.0.1"), 80),
                        new InetSocketAddress(InetAddress.ofLiteral("::1"), 80));
        assertThat(known.peers().get(1).addresses())
                .containsExactly(new InetSocketAddress(InetAddress.ofLiteral("127.244.0.9"), 80));
        assertThat(dns.questions()).containsExactlyInAnyOrder("SRV udp", "A udp", "AAAA udp", "A udp", "AAAA udp");
        assertThat(known.freshUntil()).isEqualTo(TIME.plusSeconds(5));
    }

    @Test
    void aServerThatIsSilentAboutIpv6DoesNotHoldUpTheRest() {
        var zone = DnsText.zone("@ SRV 0 0 80 kubia-0", "kubia-0 A 127.244.0.1");
        dns.behave((query, _) -> {
            var answer = DnsText.answerFrom(zone, query);
            answer.removeAllRecords(Section.ADDITIONAL);
            return query.getQuestion().getType() == Type.AAAA ? null : answer;
        });
        long start = System.nanoTime();
        assertThat(((Known) look()).peers().getFirst().addresses()).hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Eventually.PATIENCE.dividedBy(2));
    }

    @Test
    void readsThatComeTogetherShareOneLookUp() throws Exception {
        var gate = new CountDownLatch(1);
        var zone = DnsText.zone(THREE);
        dns.behave((query, _) -> {
            awaitLatch(gate);
            return DnsText.answerFrom(zone, query);
        });
        var answers = new ArrayList<CompletableFuture<Discovery>>();
        for (int i = 0; i < 100; i++) {
            answers.add(ask());
        }
        Eventually.holds(() -> dns.questions().size() == 1);
        gate.countDown();
        for (var answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS))
                    .isSameAs(answers.getFirst().get());
        }
        assertThat(dns.asked("SRV udp")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {Rcode.SERVFAIL, Rcode.REFUSED})
    void theLastGoodPeersAreKeptWhenTheServerFails(int rcode) {
        var before = (Known) look();
        advance(Duration.ofSeconds(5));
        dns.fail(rcode);
        var stale = (Known) look();
        assertThat(stale.peers()).isEqualTo(before.peers());
        assertThat(stale.stale())
                .isEqualTo(new Discovery.Failure(
                        "127.0.0.1:" + dns.address().getPort() + ": " + Rcode.string(rcode), TIME));
        // Not again before the floor has passed, then beside the reads, and then all is well again.
        long asked = dns.questions().size();
        advance(Duration.ofMillis(999));
        look();
        assertThat(dns.questions()).hasSize((int) asked);
        dns.serve("@ SRV 0 0 80 kubia-7", "kubia-7 A 127.244.0.8");
        advance(Duration.ofMillis(1));
        assertThat(((Known) look()).peers()).isEqualTo(before.peers());
        Eventually.holds(() -> directory.known() instanceof Known known && known.stale() == null);
        assertThat(((Known) look()).peers()).extracting(Peer::label).containsExactly("kubia-7");
    }

    @Test
    void aSilentServerCostsItsTimeOnceAndThenNobodyWaits() {
        var timeout = Duration.ofSeconds(3);
        look();
        config = config.withDns(config.dnsServers(), timeout);
        directory = directory();
        look();
        dns.hang();
        advance(Duration.ofSeconds(5));
        long start = System.nanoTime();
        var stale = (Known) look();
        assertThat(stale.peers()).hasSize(3);
        assertThat(SrvDirectory.reason(stale)).endsWith(": no answer within 3 s");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(timeout.minusMillis(10), timeout.multipliedBy(2));
        advance(Duration.ofSeconds(1));
        long again = System.nanoTime();
        assertThat(((Known) look()).peers()).hasSize(3);
        assertThat(Duration.ofNanos(System.nanoTime() - again)).isLessThan(timeout.dividedBy(2));
    }

    @Test
    void aDeadServerIsNoticedAtOnce() throws IOException {
        var dead = dns.address();
        dns.close();
        dns = new FakeDns();
        assertThat(look())
                .isEqualTo(new Unknown(
                        DnsText.SERVICE,
                        new Discovery.Failure("127.0.0.1:" + dead.getPort() + ": connection refused", TIME)));
    }

    @Test
    void anEmptyAnswerIsBelievedAtOnce() {
        look();
        advance(Duration.ofSeconds(5));
        dns.serve("@ A 127.244.0.1");
        assertThat(((Known) look()).peers()).isEmpty();
        advance(Duration.ofSeconds(1));
        dns.serve(THREE);
        assertThat(((Known) look()).peers()).hasSize(3);
    }

    @Test
    void noSuchNameIsBelievedAtOnce() {
        look();
        advance(Duration.ofSeconds(5));
        dns.serve("other A 127.244.0.1");
        assertThat(SrvDirectory.reason(look())).startsWith("NXDOMAIN: there is no " + DnsText.SERVICE);
        advance(Duration.ofSeconds(1));
        dns.serve(THREE);
        assertThat(((Known) look()).peers()).hasSize(3);
    }

    @Test
    void aSuspectedPeerIsReasonToLookAgain() {
        look();
        loop.submit(directory::suspect).syncUninterruptibly();
        look();
        assertThat(dns.questions()).hasSize(1);
        advance(Duration.ofSeconds(1));
        look();
        assertThat(dns.questions()).hasSize(2);
    }

    @Test
    void aTruncatedAnswerIsFetchedOverTcp() {
        var records = new ArrayList<String>();
        for (int i = 0; i < 1_000; i++) {
            records.add("@ SRV 0 1 8080 kubia-" + i);
            records.add("kubia-" + i + " A 127.244." + (1 + i / 250) + "." + (1 + i % 250));
        }
        dns.serve(records.toArray(String[]::new));
        var known = (Known) look();
        assertThat(known.peers()).hasSize(1_000).allMatch(peer -> peer.noAddress() == null);
        assertThat(known.peers().get(999).name()).isEqualTo("kubia-999." + DnsText.SERVICE);
        assertThat(dns.questions()).startsWith("SRV udp", "SRV tcp");
    }

    @Test
    void anotherServerIsAskedWhenOneFailsOrIsSilent() throws IOException {
        try (var silent = new FakeDns().hang();
                var failing = new FakeDns().fail(Rcode.SERVFAIL);
                var lying = new FakeDns().behave((query, _) -> {
                    var other = query.clone();
                    other.removeAllRecords(Section.QUESTION);
                    other.addRecord(DnsText.records("elsewhere A 10.0.0.1").getFirst(), Section.QUESTION);
                    return DnsText.reply(other);
                })) {
            config = config.withDns(
                    List.of(failing.address(), lying.address(), silent.address(), dns.address()), Eventually.PATIENCE);
            directory = directory();
            assertThat(((Known) look()).server()).isEqualTo(dns.address());
            assertThat(failing.questions()).containsExactly("SRV udp");
            assertThat(lying.questions()).containsExactly("SRV udp", "SRV udp");
        }
    }

    @Test
    void aLostDatagramIsSentAgain() {
        look();
        config = config.withDns(config.dnsServers(), Duration.ofSeconds(6));
        directory = directory();
        var asked = new AtomicInteger();
        var zone = DnsText.zone(THREE);
        dns.behave((query, _) -> asked.incrementAndGet() == 1 ? null : DnsText.answerFrom(zone, query));
        long start = System.nanoTime();
        assertThat(((Known) look()).peers()).hasSize(3);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
    }

    @Test
    void anAnswerWithAnotherIdIsNotTaken() {
        var zone = DnsText.zone(THREE);
        dns.behave((query, isTcp) -> {
            var forged = DnsText.reply(query);
            forged.getHeader().setID(query.getHeader().getID() ^ 1);
            dns.sendBesides(forged);
            return DnsText.answerFrom(zone, query);
        });
        assertThat(((Known) look()).peers()).hasSize(3);
        assertThat(dns.questions()).containsExactly("SRV udp");
    }

    @Test
    void aServerThatKnowsNothingOfEdnsIsAskedWithoutIt() {
        var zone = DnsText.zone(THREE);
        dns.behave((query, _) ->
                query.getOPT() != null ? FakeDns.error(query, Rcode.FORMERR) : DnsText.answerFrom(zone, query));
        assertThat(((Known) look()).peers()).hasSize(3);
        dns.behave((query, _) -> {
            // Only a header, as the oldest say it.
            var bare = new Message(query.getHeader().getID());
            bare.getHeader().setFlag(Flags.QR);
            bare.getHeader().setRcode(Rcode.FORMERR);
            return query.getOPT() != null ? bare : DnsText.answerFrom(zone, query);
        });
        advance(Duration.ofSeconds(5));
        assertThat(((Known) look()).stale()).isNull();
    }

    @Test
    void anAliasIsFollowedWhenTheServerSaysWhereItLeads() {
        dns.behave((query, _) -> {
            var answer = DnsText.reply(query);
            add(answer, Section.ANSWER, "@ 5 CNAME x", "x SRV 0 0 80 kubia-0");
            add(answer, Section.ADDITIONAL, "kubia-0 A 127.244.0.1");
            return answer;
        });
        assertThat(((Known) look()).peers()).hasSize(1);
        advance(Duration.ofSeconds(5));
        dns.behave((query, _) -> {
            var answer = DnsText.reply(query);
            add(answer, Section.ANSWER, "@ 5 CNAME x");
            return answer;
        });
        assertThat(SrvDirectory.reason(look()))
                .endsWith(": it is an alias of x." + DnsText.SERVICE + ", and the server does not say what that is");
    }

    @Test
    void theSystemsServersAreReadWithTheFirstLookUp() {
        assertThat(new DnsServers(List.of()).current()).isNotEmpty();
        assertThat(new DnsServers(List.of(dns.address())).current()).containsExactly(dns.address());
    }

    private SrvDirectory directory() {
        return new SrvDirectory(loop, transport, config, new Metrics(), ticker, () -> TIME);
    }

    private CompletableFuture<Discovery> ask() {
        var answer = new CompletableFuture<Discovery>();
        loop.execute(() -> directory.peers(answer::complete));
        return answer;
    }

    private Discovery look() {
        return ask().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static void add(Message answer, int section, String... records) {
        DnsText.records(records).forEach(record -> answer.addRecord(record, section));
    }

    private void advance(Duration duration) {
        ticker.advance(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
