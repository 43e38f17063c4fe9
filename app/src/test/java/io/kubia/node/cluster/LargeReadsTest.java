package io.kubia.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.node.cluster.ClusterAnswer.Complete;
import io.kubia.node.cluster.ClusterAnswer.Streaming;
import io.kubia.node.cluster.ClusterAnswer.Unavailable;
import io.kubia.node.cluster.DataInfo.Form;
import io.kubia.node.cluster.DataInfo.State;
import io.kubia.node.cluster.PeerStream.Piece;
import io.kubia.node.peers.Eventually;
import io.kubia.node.peers.LeakCheck;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not fit in memory goes to one reader, piece by piece. */
@ExtendWith(LeakCheck.class)
@Timeout(120)
class LargeReadsTest {
    private static final int LARGE = 600_000;

    @Test
    void peersComeInOrderEachWithItsBytes() throws Exception {
        try (var test = TestCluster.start(LargeReadsTest::small)
                .withPeers(peer(1, has(LARGE, 1)), peer(2, StubPeer.holds("two")), peer(3, has(LARGE, 3)))) {
            var reader = new StreamReader(((Streaming) test.read()).stream());
            assertThat(reader.readToTheEnd())
                    .containsExactly(text(0, "own"), all(1, LARGE), text(2, "two"), all(3, LARGE));
        }
    }

    @Test
    void errorsAndEmptyPeersHaveTheirPlaceAmongThem() throws Exception {
        var dead = peer(2, StubPeer.holds(""));
        var empty = peer(4, StubPeer.says("""
                HTTP/1.1 200 OK\r
                Transfer-Encoding: chunked\r
                \r
                4\r
                No d\r
                e\r
                ata posted yet\r
                0\r
                \r
                """));
        var dying = peer(5, (out, _) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.write(Pattern.bytes(LARGE, 5));
            return false;
        });
        var boundless = peer(6, (out, _) -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(("400\r\n" + "x".repeat(1024) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
        });
        try (var test = TestCluster.start(config -> small(config).withPeers(Duration.ofSeconds(20), 1_000_000))
                .withPeers(peer(1, has(LARGE, 1)), dead, peer(3, hasChunked(LARGE, 3)), empty, dying, boundless)) {
            var port = dead.port();
            dead.close();
            var lines = new StreamReader(((Streaming) test.read()).stream()).readToTheEnd();
            assertThat(lines.subList(0, 6))
                    .containsExactly(
                            text(0, "own"),
                            all(1, LARGE),
                            "kubia-2 0 Error: connection refused (127.244.4.2:" + port + ")",
                            all(3, LARGE),
                            "kubia-4 0 0",
                            "kubia-5 " + LARGE + " Error: connection closed before the end of its data");
            assertThat(lines.get(6)).startsWith("kubia-6 ").endsWith("Error: its data is larger than 1000000 bytes");
        }
    }

    @Test
    void aReaderThatTakesItsTimeLosesNoPeer() throws Exception {
        var timeout = Duration.ofMillis(300);
        try (var test = TestCluster.start(config -> small(config).withPeers(timeout, 16 << 20))
                .withPeers(peer(1, has(4 * LARGE, 1)), peer(2, has(4 * LARGE, 2)), peer(3, has(LARGE, 3)))) {
            var stream = ((Streaming) test.read()).stream();
            var reader = new StreamReader(stream);
            for (int i = 0; i < 4; i++) {
                reader.take(reader.next());
                StubPeer.takeTime(timeout);
            }
            assertThat(reader.readToTheEnd())
                    .containsExactly(text(0, "own"), all(1, 4 * LARGE), all(2, 4 * LARGE), all(3, LARGE));
        }
    }

    @Test
    void peersThatHangCostTheirTimeOnceHoweverManyTheyAre() throws Exception {
        StubPeer.Behaviour hangs = (_, _) -> {
            new CountDownLatch(1).await();
            return false;
        };
        StubPeer.Behaviour hangsHalfway = (out, _) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.write(Pattern.bytes(LARGE, 6));
            new CountDownLatch(1).await();
            return false;
        };
        try (var test = TestCluster.start(config -> small(config).withPeers(Duration.ofSeconds(1), 16 << 20))
                .withPeers(
                        peer(1, hangs),
                        peer(2, has(LARGE, 2)),
                        peer(3, hangs),
                        peer(4, hangs),
                        peer(5, hangs),
                        peer(6, hangsHalfway))) {
            long start = System.nanoTime();
            assertThat(new StreamReader(((Streaming) test.read()).stream()).readToTheEnd())
                    .containsExactly(
                            text(0, "own"),
                            "kubia-1 0 Error: no answer within 1 s",
                            all(2, LARGE),
                            "kubia-3 0 Error: no answer within 1 s",
                            "kubia-4 0 Error: no answer within 1 s",
                            "kubia-5 0 Error: no answer within 1 s",
                            "kubia-6 " + LARGE + " Error: its data did not end within 1 s");
            // A second for those that never answered, and one for the one that was held back while that went on.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(4_500));
        }
    }

    @Test
    void aPeerThatIsHeldBackForLongIsAskedAgain() throws Exception {
        var waiting = peer(2, has(LARGE, 2));
        try (var test = TestCluster.start(LargeReadsTest::small).withPeers(peer(1, has(4 * LARGE, 1)), waiting)) {
            var reader = new StreamReader(((Streaming) test.read()).stream());
            reader.take(reader.next());
            Eventually.holds(() -> waiting.requests() == 1);
            StubPeer.takeTime(Duration.ofSeconds(3));
            assertThat(reader.readToTheEnd()).containsExactly(text(0, "own"), all(1, 4 * LARGE), all(2, LARGE));
            assertThat(waiting.requests()).isEqualTo(2);
        }
    }

    @ParameterizedTest(name = "after {0} pieces")
    @ValueSource(ints = {0, 1, 2, 3, 5, 8, 13, 40})
    void whoeverGoesAwayLeavesNothingBehind(int pieces) throws Exception {
        var source = new PatternSource(4 * LARGE, 0);
        try (var test = TestCluster.start(source::reading, LargeReadsTest::small)
                .withPeers(peer(1, has(4 * LARGE, 1)), peer(2, has(LARGE, 2)))) {
            var stream = ((Streaming) test.read()).stream();
            var reader = new StreamReader(stream);
            for (int i = 0; i < pieces; i++) {
                reader.take(reader.next());
            }
            stream.close();
            stream.close();
            assertThat(stream.poll()).isNull();
            Eventually.holds(() -> source.isClosed() && test.metrics.render().contains("kubia_cluster_streams 0\n"));
        }
    }

    @Test
    void ownDataIsStreamedAsWell() throws Exception {
        var source = new PatternSource(LARGE, 7);
        try (var test =
                TestCluster.start(source::reading, LargeReadsTest::small).withPeers(peer(1, has(LARGE, 1)))) {
            assertThat(new StreamReader(((Streaming) test.read()).stream()).readToTheEnd())
                    .containsExactly("kubia-0 " + Pattern.sum(LARGE, 7), all(1, LARGE));
            assertThat(source.isClosed()).isTrue();
        }
        // Small enough, it is one of the readings in memory.
        var few = new PatternSource(3_000, 7);
        try (var test = TestCluster.start(few::reading, LargeReadsTest::small).withPeers()) {
            var reading = (PeerReading.Read) ((Complete) test.read()).readings().getFirst();
            assertThat(reading.content()).isEqualTo(Content.of(Pattern.bytes(3_000, 7)));
            assertThat(few.isClosed()).isTrue();
        }
    }

    @Test
    void ownDataThatBreaksOffIsAnErrorAfterWhatCame() throws Exception {
        var source = new PatternSource(LARGE, 7, 100_000);
        try (var test =
                TestCluster.start(source::reading, LargeReadsTest::small).withPeers()) {
            assertThat(new StreamReader(((Streaming) test.read()).stream()).readToTheEnd())
                    .singleElement()
                    .asString()
                    .endsWith("Error: disk on fire");
            assertThat(source.isClosed()).isTrue();
        }
    }

    @Test
    void aLargeValueInMemoryIsStreamedToo() throws Exception {
        var value = Content.of(Pattern.bytes(LARGE, 0));
        var info = new DataInfo(State.STORED, 1, null, null, LARGE, Form.BINARY);
        try (var test = TestCluster.start(() -> new LocalData.AtOnce(info, value), LargeReadsTest::small)
                .withPeers()) {
            assertThat(new StreamReader(((Streaming) test.read()).stream()).readToTheEnd())
                    .containsExactly(all(0, LARGE));
        }
    }

    @Test
    void everyoneWhoAskedGetsAnAnswerReadAfterItsRequest() throws Exception {
        var requests = new AtomicInteger();
        var counting = peer(1, (out, _) -> {
            write(out, LARGE, requests.incrementAndGet());
            return true;
        });
        try (var test = TestCluster.start(LargeReadsTest::small).withPeers(counting)) {
            var reads = TestCluster.await(test.group
                    .next()
                    .submit(() -> List.of(
                            test.cluster.read(test.group.next()),
                            test.cluster.read(test.group.next()),
                            test.cluster.read(test.group.next()))));
            for (int i = 0; i < reads.size(); i++) {
                var stream = ((Streaming) TestCluster.await(reads.get(i))).stream();
                // Each is a round of its own: the same number twice would be an answer that was given twice.
                assertThat(new StreamReader(stream).readToTheEnd().get(1))
                        .isEqualTo("kubia-1 " + Pattern.sum(LARGE, i + 1));
            }
        }
    }

    @Test
    void placesForStreamsAreWaitedForAndThatHasALimit() throws Exception {
        try (var test = TestCluster.start(config -> config.withLimits(1 << 20, 8, 1, 100, Duration.ofSeconds(2)))
                .withPeers(peer(1, has(LARGE, 1)))) {
            var first = ((Streaming) test.read()).stream();
            assertThat(test.read())
                    .isEqualTo(new Unavailable("1 large answers are under way, and none ended within 2 s"));
            Future<ClusterAnswer> next = test.cluster.read(test.group.next());
            assertThat(new StreamReader(first).readToTheEnd()).contains(all(1, LARGE));
            var second = ((Streaming) TestCluster.await(next)).stream();
            assertThat(new StreamReader(second).readToTheEnd()).contains(all(1, LARGE));
        }
    }

    @Test
    void whenTheDataIsSmallAgainItIsSharedAgain() throws Exception {
        var size = new AtomicInteger(LARGE);
        var peer = peer(1, (out, _) -> {
            write(out, size.get(), 1);
            return true;
        });
        try (var test = TestCluster.start(LargeReadsTest::small).withPeers(peer)) {
            ((Streaming) test.read()).stream().close();
            size.set(10);
            assertThat(test.read()).isInstanceOf(Complete.class);
        }
    }

    @Test
    void stoppingTheClusterEndsAStream() throws Exception {
        try (var test = TestCluster.start(LargeReadsTest::small).withPeers(peer(1, has(4 * LARGE, 1)))) {
            var reader = new StreamReader(((Streaming) test.read()).stream());
            reader.take(reader.next());
            test.cluster.close();
            assertThat(reader.readToTheEnd().get(1)).endsWith("Error: this node is stopping");
        }
    }

    @Test
    void aThousandPeersOfAMebibyteEachFitInLittleMemory() throws Exception {
        int peers = 1_000;
        int size = 1 << 20;
        var level = ResourceLeakDetector.getLevel();
        // A note of every access to a gigabyte's buffers would take most of the time.
        ResourceLeakDetector.setLevel(Level.SIMPLE);
        ByteBuf mebibyte = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(Pattern.bytes(size, 1)));
        try (var many = new ManyPeers(peers, _ -> mebibyte.duplicate());
                var test = TestCluster.start(
                        TestCluster.OWN,
                        LargeReadsTest::patient,
                        dns -> dns.withDns(dns.dnsServers(), Duration.ofSeconds(20)))) {
            test.dns.serve(many.records().toArray(String[]::new));
            long before = direct();
            long most = 0;
            var stream = ((Streaming) test.read()).stream();
            var reader = new StreamReader(stream);
            long bytes = 0;
            int finished = 0;
            for (var piece = reader.next(); !(piece instanceof Piece.End); piece = reader.next()) {
                if (piece instanceof Piece.Bytes(var buffer)) {
                    bytes += buffer.readableBytes();
                    buffer.release();
                } else if (piece instanceof Piece.Finished) {
                    finished++;
                    most = Math.max(most, direct() - before);
                }
            }
            assertThat(finished).isEqualTo(peers);
            assertThat(bytes).isEqualTo((long) (peers - 1) * size + 3);
            assertThat(most).as("direct memory").isLessThan(64 << 20);
        } finally {
            ResourceLeakDetector.setLevel(level);
        }
    }

    /** Bytes of direct memory that Netty's allocators hold, here and in the peers, which are in the same process. */
    private static long direct() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                        .metric()
                        .usedDirectMemory()
                + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    /** So little memory that {@link #LARGE} does not fit. */
    private static ClusterConfig small(ClusterConfig config) {
        return config.withLimits(1 << 20, 8, 4, 100, Duration.ofSeconds(20));
    }

    private static ClusterConfig patient(ClusterConfig config) {
        return config.withPeers(Duration.ofSeconds(60), 16 << 20);
    }

    private static StubPeer peer(int ordinal, StubPeer.Behaviour behaviour) throws IOException {
        return new StubPeer("127.244.4." + ordinal, 0, behaviour);
    }

    private static StubPeer.Behaviour has(int size, int seed) {
        return (out, _) -> {
            write(out, size, seed);
            return true;
        };
    }

    private static void write(OutputStream out, int size, int seed) throws IOException {
        out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(Pattern.bytes(size, seed));
    }

    private static StubPeer.Behaviour hasChunked(int size, int seed) {
        return (out, _) -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var bytes = Pattern.bytes(size, seed);
            for (int at = 0; at < size; at += 1_000) {
                int length = Math.min(1_000, size - at);
                out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(bytes, at, length);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return true;
        };
    }

    private static String text(int ordinal, String text) {
        return "kubia-" + ordinal + " " + Pattern.sum(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What a {@link StreamReader} says of a peer when it has its own pattern. */
    private static String all(int ordinal, int size) {
        return "kubia-" + ordinal + " " + Pattern.sum(size, ordinal);
    }
}
