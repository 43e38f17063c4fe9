package io.kubia.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.node.cluster.ClusterAnswer.Complete;
import io.kubia.node.peers.LeakCheck;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Reads share rounds, and every answer was read after its request arrived all the same. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class SharedReadsTest {
    /** Says how many requests it has got, this one among them, after a while. */
    private static StubPeer.Behaviour counts(AtomicLong requests, Duration takes) {
        return (out, _) -> {
            var count = String.valueOf(requests.incrementAndGet());
            if (takes.isPositive()) {
                StubPeer.takeTime(takes);
            }
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + count.length() + "\r\n\r\n" + count)
                    .getBytes(StandardCharsets.US_ASCII));
            return true;
        };
    }

    @Test
    void everyAnswerWasReadAfterItsRequestArrived() throws Exception {
        var own = new AtomicLong();
        var fast = new AtomicLong();
        var slow = new AtomicLong();
        LocalData counted = () -> TestCluster.atOnce(String.valueOf(own.incrementAndGet()));
        try (var test = TestCluster.start(counted, config -> config)
                .withPeers(
                        new StubPeer("127.244.3.1", 0, counts(fast, Duration.ZERO)),
                        new StubPeer("127.244.3.2", 0, counts(slow, Duration.ofMillis(7))))) {
            int readers = 32;
            int readsOfEach = 40;
            inParallel(readers, () -> {
                for (int i = 0; i < readsOfEach; i++) {
                    var before = List.of(own.get(), fast.get(), slow.get());
                    var counts = counts(test.read());
                    assertThat(counts.get(0)).isGreaterThan(before.get(0));
                    assertThat(counts.get(1)).isGreaterThan(before.get(1));
                    assertThat(counts.get(2)).isGreaterThan(before.get(2));
                }
                return true;
            });
            // And they were shared: with a peer that takes its time, most of them.
            assertThat(own.get()).isEqualTo(fast.get()).isLessThan((long) readers * readsOfEach / 4);
        }
    }

    @Test
    void theErrorOfADeadPeerIsNoOlderThanItsRequest() throws Exception {
        var timeout = Duration.ofMillis(300);
        StubPeer.Behaviour hangs = (_, _) -> {
            new CountDownLatch(1).await();
            return false;
        };
        try (var test = TestCluster.start(config -> config.withPeers(timeout, 1 << 20))
                .withPeers(new StubPeer("127.244.3.1", 0, hangs))) {
            test.read();
            inParallel(8, () -> {
                for (int i = 0; i < 4; i++) {
                    long start = System.nanoTime();
                    assertThat(test.lines()).containsExactly("kubia-0: own", "kubia-1: Error: no answer within 300 ms");
                    // Had it been told an earlier round's error, it would not have waited for the whole time.
                    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(timeout.toNanos());
                }
                return true;
            });
        }
    }

    @Test
    void aPeerThatHangsDoesNotHoldUpLaterReadsForAsLong() throws Exception {
        var timeout = Duration.ofSeconds(2);
        StubPeer.Behaviour hangs = (_, _) -> {
            new CountDownLatch(1).await();
            return false;
        };
        try (var test = TestCluster.start(config -> config.withPeers(timeout, 1 << 20))
                .withPeers(new StubPeer("127.244.3.1", 0, hangs))) {
            var first = test.cluster.read(test.group.next());
            StubPeer.takeTime(Duration.ofMillis(10));
            long start = System.nanoTime();
            assertThat(test.lines()).containsExactly("kubia-0: own", "kubia-1: Error: no answer within 2 s");
            var took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(first.isDone()).isTrue();
            // Had it waited for the first one to end, it would have taken nearly twice the time.
            assertThat(took).isBetween(timeout, timeout.plusMillis(1_500));
        }
    }

    @Test
    void roundsUnderWayAreBoundedHoweverLongAPeerHangs() throws Exception {
        StubPeer.Behaviour hangs = (_, _) -> {
            new CountDownLatch(1).await();
            return false;
        };
        var peer = new StubPeer("127.244.3.1", 0, hangs);
        try (var test = TestCluster.start(config -> config.withPeers(Duration.ofSeconds(1), 1 << 20)
                        .withLimits(1 << 20, 3, 1, 1_000, Duration.ofSeconds(1)))
                .withPeers(peer)) {
            var reads = new ArrayList<Future<ClusterAnswer>>();
            long start = System.nanoTime();
            for (int i = 0; i < 150; i++) {
                reads.add(test.cluster.read(test.group.next()));
                StubPeer.takeTime(Duration.ofMillis(10));
                int requests = peer.requests();
                // Three at a time, each of which takes a second.
                double seconds = (System.nanoTime() - start) / 1e9;
                assertThat(requests).isLessThanOrEqualTo(3 * ((int) seconds + 1));
            }
            for (var read : reads) {
                assertThat(TestCluster.lines(TestCluster.await(read)))
                        .containsExactly("kubia-0: own", "kubia-1: Error: no answer within 1 s");
            }
            assertThat(peer.requests()).isGreaterThan(3);
        }
    }

    @Test
    void whoeverSharesARoundGetsTheSameObject() throws Exception {
        var requests = new AtomicLong();
        try (var test =
                TestCluster.start().withPeers(new StubPeer("127.244.3.1", 0, counts(requests, Duration.ZERO)))) {
            test.read();
            // On the cluster's own loop, so that both have arrived before a round can begin.
            var both = TestCluster.await(test.group
                    .next()
                    .submit(() -> List.of(test.cluster.read(test.group.next()), test.cluster.read(test.group.next()))));
            assertThat(TestCluster.await(both.get(0))).isSameAs(TestCluster.await(both.get(1)));
            assertThat(requests.get()).isEqualTo(2);
        }
    }

    @Test
    void aReadThatWasCancelledTakesNobodyElsesAnswerAway() throws Exception {
        var requests = new AtomicLong();
        try (var test = TestCluster.start()
                .withPeers(new StubPeer("127.244.3.1", 0, counts(requests, Duration.ofMillis(20))))) {
            var cancelled = test.cluster.read(test.group.next());
            var wanted = test.cluster.read(test.group.next());
            assertThat(cancelled.cancel(false)).isTrue();
            assertThat(TestCluster.await(wanted)).isInstanceOf(Complete.class);
        }
    }

    @Test
    void readsThatWaitAreBounded() throws Exception {
        StubPeer.Behaviour hangs = (_, _) -> {
            new CountDownLatch(1).await();
            return false;
        };
        try (var test = TestCluster.start(config -> config.withPeers(Duration.ofMillis(300), 1 << 20)
                        .withLimits(1 << 20, 1, 1, 3, Duration.ofSeconds(1)))
                .withPeers(new StubPeer("127.244.3.1", 0, hangs))) {
            var reads = new ArrayList<Future<ClusterAnswer>>();
            for (int i = 0; i < 4; i++) {
                reads.add(test.cluster.read(test.group.next()));
            }
            assertThat(TestCluster.await(reads.get(3)))
                    .isEqualTo(new ClusterAnswer.Unavailable("3 reads are waiting already"));
            for (var read : reads.subList(0, 3)) {
                assertThat(TestCluster.await(read)).isInstanceOf(Complete.class);
            }
            assertThat(test.lines()).hasSize(2);
        }
    }

    @Test
    void aThousandPeersAreRead() throws IOException {
        int peers = 1_000;
        var own = new ManyPeers(peers, ordinal -> ManyPeers.text("data of " + ordinal));
        try (own;
                var test = TestCluster.start(
                        TestCluster.OWN,
                        config -> config.withPeers(Duration.ofSeconds(30), 1 << 20),
                        dns -> dns.withDns(dns.dnsServers(), Duration.ofSeconds(20)))) {
            test.dns.serve(own.records().toArray(String[]::new));
            for (int i = 0; i < 3; i++) {
                var lines = test.lines();
                assertThat(lines).hasSize(peers);
                assertThat(lines.get(999)).isEqualTo("kubia-999: data of 999");
                assertThat(lines).noneMatch(line -> line.contains("Error"));
            }
            assertThat(own.connections()).isEqualTo(peers - 1);
        }
    }

    private static List<Long> counts(ClusterAnswer answer) {
        return ((Complete) answer)
                .readings().stream()
                        .map(reading -> TestCluster.text(((PeerReading.Read) reading).content()))
                        .map(Long::valueOf)
                        .toList();
    }

    private static void inParallel(int threads, Callable<Boolean> work) throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<java.util.concurrent.Future<Boolean>>();
            for (int i = 0; i < threads; i++) {
                tasks.add(executor.submit(work));
            }
            for (var task : tasks) {
                assertThat(task.get()).isTrue();
            }
        }
    }
}
