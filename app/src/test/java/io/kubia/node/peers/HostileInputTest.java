package io.kubia.node.peers;

import static io.kubia.node.peers.DnsText.message;
import static io.kubia.node.peers.DnsText.name;
import static io.kubia.node.peers.DnsText.records;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SRVRecord;

/** Answers of servers and peers that are broken on purpose: each is understood or refused, and nothing else happens. */
@ExtendWith(LeakCheck.class)
@Timeout(120)
class HostileInputTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverAServerSendsIsUnderstoodOrRefused(long seed) {
        var random = random(seed);
        var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), 53);
        var config = PeersConfig.defaults("kubia-0", TestCluster.SERVICE);
        var wire = message(
                        Rcode.NOERROR,
                        records("@ CNAME x", "x SRV 0 1 80 kubia-0", "x SRV 0 1 80 kubia-1", "x SRV 1 0 81 kubia-1"),
                        records("@ NS ns", "@ SOA ns h 1 2 3 4 5"),
                        records("kubia-0 A 10.0.0.1", "kubia-0 AAAA fd00::1", "kubia-1 CNAME y", "y A 10.0.0.2"))
                .toWire();
        int understood = 0;
        for (int i = 0; i < 20_000; i++) {
            Message message;
            try {
                message = new Message(mutate(wire, random));
            } catch (IOException | RuntimeException e) {
                // What dnsjava refuses, whichever way, is this server's failure.
                continue;
            }
            understood++;
            var answer = new DnsAnswer(message);
            var reason = answer.unusable();
            assertThat(reason == null || isPrintable(reason)).isTrue();
            var targets = SrvTargets.of(answer.answers(answer.follow(name("@")).name(), SRVRecord.class));
            var found = new TargetAddresses(targets, Long.MAX_VALUE, answer.glue(), config, Map.of())
                    .result(server, answer.isTruncated());
            assertThat(found.peers()).isSorted().allMatch(peer -> HostName.isValid(peer.name()));
            assertThat(found.unusable()).allMatch(HostileInputTest::isPrintable);
            assertThat(found.ttl()).isNotNegative();
        }
        // Else the test would be about dnsjava alone.
        assertThat(understood).isGreaterThan(2_000);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverAPeerSendsIsUnderstoodOrRefused(long seed) throws IOException {
        var random = random(seed);
        var answers = List.of("""
                HTTP/1.1 200 OK\r
                Content-Length: 10\r
                Kubia-Sequence: 7\r
                Kubia-Time: 2026-11-21T03:04:05Z\r
                Kubia-Data: text\r
                \r
                0123456789""", """
                HTTP/1.1 200 OK\r
                Transfer-Encoding: chunked\r
                Content-Type: a/b\r
                \r
                5\r
                01234\r
                5;a=b\r
                56789\r
                0\r
                Trailer: x\r
                \r
                """, """
                HTTP/1.1 100 Continue\r
                \r
                HTTP/1.0 200 OK\r
                Kubia-Data: none\r
                \r
                No data posted yet""");
        StubPeer.Behaviour broken = (out, _) -> {
            var bytes = answers.get(random.nextInt(answers.size())).getBytes(StandardCharsets.ISO_8859_1);
            out.write(mutate(bytes, random));
            return false;
        };
        try (var test = TestCluster.start(
                        config -> config.withPeers(OptionalInt.empty(), Duration.ofSeconds(20), 10, 1 << 20))
                .withPeers(
                        new StubPeer("127.244.6.1", 0, broken),
                        new StubPeer("127.244.6.2", 0, StubPeer.holds("two")))) {
            for (int i = 0; i < 500; i++) {
                var readings = ((ClusterAnswer.Complete) test.read()).readings();
                assertThat(TestCluster.line(readings.get(0))).isEqualTo("kubia-0: own");
                assertThat(TestCluster.line(readings.get(2))).isEqualTo("kubia-2: two");
                switch (readings.get(1)) {
                    case PeerReading.Failed failed ->
                        assertThat(isPrintable(failed.reason())).isTrue();
                    case PeerReading.Read read ->
                        assertThat(read.info().length())
                                .isEqualTo(read.content().length());
                }
            }
        }
    }

    /** Some bytes other than they were, some of them gone, or some of them twice. */
    private static byte[] mutate(byte[] bytes, RandomGenerator random) {
        var changed = bytes.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(changed.length);
            changed[at] = random.nextBoolean() ? (byte) random.nextInt() : changed[random.nextInt(changed.length)];
        }
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(changed, random.nextInt(changed.length + 1));
            case 1 -> Arrays.copyOf(changed, changed.length + random.nextInt(50));
            default -> changed;
        };
    }

    private static boolean isPrintable(String text) {
        return text.length() < 600 && text.chars().noneMatch(Character::isISOControl);
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
