package io.kubia.node.cluster;

import static io.kubia.node.cluster.StubPeer.holds;
import static io.kubia.node.cluster.StubPeer.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.node.cluster.DataInfo.Form;
import io.kubia.node.cluster.DataInfo.State;
import io.kubia.node.peers.LeakCheck;
import io.kubia.node.peers.PeersConfig;
import io.kubia.node.peers.TestTransport;
import io.kubia.role.metrics.Metrics;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of every kind of peer. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class ClusterReadTest {
    /** A time that a test can wait for, and that no healthy peer on loopback comes near to. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    @Test
    void everyPeerIsReadAndOwnDataWithoutTheNetwork() throws IOException {
        try (var test = TestCluster.start().withPeers(peer(1, holds("one")), peer(2, holds("two")))) {
            assertThat(test.lines()).containsExactly("kubia-0: own", "kubia-1: one", "kubia-2: two");
        }
    }

    @Test
    void worksWithoutEpoll() throws IOException {
        try (var test = TestCluster.startOnNio(ClusterReadTest::impatient)
                .withPeers(peer(1, holds("one")), new StubPeer("127.244.1.2", 0, hangs()))) {
            assertThat(test.lines())
                    .containsExactly("kubia-0: own", "kubia-1: one", "kubia-2: Error: no answer within 1 s");
        }
    }

    @Test
    void requestsAreThoseOfAnOrdinaryClient() throws IOException {
        var peer = peer(1, holds("one"));
        try (var test = TestCluster.start().withPeers(peer)) {
            test.read();
            assertThat(peer.heads())
                    .containsExactly("GET /data HTTP/1.1\nHost: kubia-1." + TestCluster.SERVICE + ":" + peer.port()
                            + "\nUser-Agent: kubia\nAccept: */*\n");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 200 OK\\r\\nContent-Length: 3\\r\\n\\r\\none                       | one
            HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n                          | ''
            HTTP/1.1 200\\r\\nContent-Length: 3\\r\\n\\r\\none                          | one
            HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\no\\r\\n2;x=y\\r\\nne\\r\\n0\\r\\n\\r\\n | one
            HTTP/1.1 100 Continue\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\nContent-Length: 3\\r\\n\\r\\none | one
            HTTP/1.1 103 Early Hints\\r\\nLink: x\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\nContent-Length: 3\\r\\n\\r\\none | one
            HTTP/1.1 200 OK\\r\\nContent-Length: 18\\r\\n\\r\\nNo data posted yet        | No data posted yet
            HTTP/1.1 200 OK\\r\\nKubia-Data: none\\r\\nContent-Length: 4\\r\\n\\r\\nnone | No data posted yet
            HTTP/1.1 503 Service Unavailable\\r\\nContent-Length: 4\\r\\n\\r\\nbusy      | Error: HTTP 503 Service Unavailable
            HTTP/1.1 204 No Content\\r\\n\\r\\n                                         | Error: HTTP 204 No Content
            HTTP/1.1 304 \\007\\177\\r\\n\\r\\n                                     | Error: HTTP 304 ??
            HTTP/1.1 200 OK\\r\\nContent-Length: 65537\\r\\n\\r\\n                      | Error: its data is larger than 65536 bytes
            SSH-2.0-OpenSSH_9.2p1\\r\\n\\r\\n                                           | Error: its answer is not valid HTTP
            HTTP/1.1 200 OK\\r\\nContent-Length: x\\r\\n\\r\\none                       | Error: its answer is not valid HTTP
            HTTP/1.1 200 OK\\r\\nContent-Length: 3\\r\\nContent-Length: 4\\r\\n\\r\\none | Error: its answer is not valid HTTP
            HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n          | Error: its answer is not valid HTTP
            """)
    void everyAnswerIsUnderstood(String answer, String expected) throws IOException {
        try (var test = TestCluster.start(config -> config.withPeers(TestCluster.PATIENCE, 64 << 10))
                .withPeers(peer(1, says(answer.translateEscapes())))) {
            assertThat(test.lines().get(1)).startsWith("kubia-1: " + expected);
        }
    }

    @Test
    void anAnswerThatEndsWithItsConnectionIsRead() throws IOException {
        var old = peer(1, (out, _) -> {
            out.write("HTTP/1.0 200 OK\r\n\r\nold ".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            out.write("server".getBytes(StandardCharsets.US_ASCII));
            return false;
        });
        try (var test = TestCluster.start().withPeers(old)) {
            assertThat(test.lines()).containsExactly("kubia-0: own", "kubia-1: old server");
            assertThat(test.lines()).containsExactly("kubia-0: own", "kubia-1: old server");
        }
    }

    @Test
    void whatAPeerSaysOfItsDataIsKept() throws IOException {
        var node = peer(
                1,
                says(
                        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Type: image/png\r\n"
                                + "Kubia-Sequence: 42\r\nKubia-Time: 2026-11-21T03:04:05.678Z\r\nKubia-Data: binary\r\n\r\none"));
        try (var test = TestCluster.start().withPeers(node)) {
            var read = (PeerReading.Read)
                    ((ClusterAnswer.Complete) test.read()).readings().get(1);
            assertThat(read.info())
                    .isEqualTo(new DataInfo(
                            State.STORED, 42, Instant.parse("2026-11-21T03:04:05.678Z"), "image/png", 3, Form.BINARY));
            assertThat(read.content()).isEqualTo(Content.of("one".getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void aDeadPeerCostsItsLineAndNothingMore() throws IOException {
        var dead = peer(2, holds(""));
        var port = dead.port();
        try (var test = TestCluster.start().withPeers(peer(1, holds("one")), dead)) {
            dead.close();
            long start = System.nanoTime();
            assertThat(test.lines())
                    .containsExactly(
                            "kubia-0: own",
                            "kubia-1: one",
                            "kubia-2: Error: connection refused (127.244.1.2:" + port + ")");
            assertThat(System.nanoTime() - start)
                    .isLessThan(TestCluster.PATIENCE.dividedBy(2).toNanos());
        }
    }

    @Test
    void silentPeersCostTheirTimeOnceHoweverManyTheyAre() throws IOException {
        var halfway = peer(3, (out, _) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\non".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            new CountDownLatch(1).await();
            return false;
        });
        try (var test = TestCluster.start(ClusterReadTest::impatient)
                .withPeers(
                        peer(1, hangs()),
                        peer(2, hangs()),
                        halfway,
                        peer(4, holds("four")),
                        peer(5, hangs()),
                        peer(6, hangs()))) {
            long start = System.nanoTime();
            assertThat(test.lines())
                    .containsExactly(
                            "kubia-0: own",
                            "kubia-1: Error: no answer within 1 s",
                            "kubia-2: Error: no answer within 1 s",
                            "kubia-3: Error: its data did not end within 1 s",
                            "kubia-4: four",
                            "kubia-5: Error: no answer within 1 s",
                            "kubia-6: Error: no answer within 1 s");
            assertThat(System.nanoTime() - start).isBetween(SHORT.toNanos(), 4 * SHORT.toNanos());
        }
    }

    @Test
    void aSlowPeerIsWaitedFor() throws IOException {
        var slow = peer(1, (out, _) -> {
            for (var part : new String[] {"HTTP/1.1 200 OK\r\nContent-Le", "ngth: 8\r\n\r\nslow", " one"}) {
                out.write(part.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                StubPeer.takeTime(Duration.ofMillis(50));
            }
            return true;
        });
        try (var test = TestCluster.start().withPeers(slow)) {
            assertThat(test.lines()).containsExactly("kubia-0: own", "kubia-1: slow one");
        }
    }

    @Test
    void aPeerThatDiesInTheMiddleIsAnError() throws IOException {
        var dying = peer(1, (out, _) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\non".getBytes(StandardCharsets.US_ASCII));
            return false;
        });
        var chunked = peer(2, (out, _) -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            return false;
        });
        var mute = peer(3, (_, _) -> false);
        try (var test = TestCluster.start().withPeers(dying, chunked, mute)) {
            assertThat(test.lines())
                    .containsExactly(
                            "kubia-0: own",
                            "kubia-1: Error: connection closed before the end of its data",
                            "kubia-2: Error: connection closed before the end of its data",
                            "kubia-3: Error: connection closed without an answer");
            // A new connection that says nothing is an answer; only a kept one deserves another try.
            assertThat(mute.connections()).isEqualTo(1);
        }
    }

    @Test
    void headersAndDataAndAnnouncementsWithoutEndAreCutOff() throws IOException {
        var headers = peer(1, (out, _) -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            return forEver(out, "X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n");
        });
        var line =
                peer(2, (out, _) -> forEver(out, "HTTP/1.1 200 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
        var chunks = peer(3, (out, _) -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return forEver(out, "1\r\nx\r\n");
        });
        var empty = peer(4, (out, _) -> {
            out.write("HTTP/1.1 200 OK\r\nKubia-Data: none\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return forEver(out, "nothing");
        });
        var informational = peer(5, (out, _) -> forEver(out, "HTTP/1.1 100 Continue\r\n\r\n"));
        try (var test = TestCluster.start(config -> config.withPeers(TestCluster.PATIENCE, 8 << 10))
                .withPeers(headers, line, chunks, empty, informational)) {
            assertThat(test.lines())
                    .containsExactly(
                            "kubia-0: own",
                            "kubia-1: Error: its answer's header is too large",
                            "kubia-2: Error: its answer's header is too large",
                            "kubia-3: Error: its data is larger than 8192 bytes",
                            "kubia-4: Error: its data is larger than 8192 bytes",
                            "kubia-5: Error: it announces its answer again and again");
        }
    }

    @Test
    void peersWithoutAnAddressAreErrors() throws IOException {
        try (var test = TestCluster.start()) {
            test.dns.serve("@ SRV 0 0 80 kubia-7", "@ SRV 0 0 0 kubia-8", "kubia-8 A 127.244.1.8");
            assertThat(test.lines())
                    .containsExactly(
                            "kubia-7: Error: its name has no address", "kubia-8: Error: its SRV record says port 0");
        }
    }

    @Test
    void theNextAddressIsTriedWhenOneCannotBeConnectedTo() throws IOException {
        try (var test = TestCluster.start();
                var peer = new StubPeer("::1", 0, holds("on IPv6"))) {
            test.dns.serve(
                    "@ SRV 0 0 " + peer.port() + " kubia-1",
                    "kubia-1 AAAA ::1",
                    "kubia-1 A 127.244.1.1",
                    "kubia-1 A 127.244.1.2");
            assertThat(test.lines()).containsExactly("kubia-1: on IPv6");
        }
    }

    @Test
    void aConnectionThatHangsLeavesTimeForTheNextAddress() throws IOException {
        try (var full = new FullBacklog("127.244.1.1");
                var peer = new StubPeer("127.244.1.2", full.port(), holds("one"));
                var test = TestCluster.start(config -> config.withPeers(Duration.ofSeconds(4), 64 << 10))) {
            test.dns.serve("@ SRV 0 0 " + peer.port() + " kubia-1", "kubia-1 A 127.244.1.1", "kubia-1 A 127.244.1.2");
            assertThat(test.lines()).containsExactly("kubia-1: one");
        }
    }

    @Test
    void aConnectionThatHangsIsAnError() throws IOException {
        try (var full = new FullBacklog("127.244.1.1");
                var test = TestCluster.start(ClusterReadTest::impatient)) {
            test.dns.serve("@ SRV 0 0 " + full.port() + " kubia-1", "kubia-1 A 127.244.1.1");
            assertThat(test.lines())
                    .containsExactly("kubia-1: Error: no connection within 1 s (127.244.1.1:" + full.port() + ")");
        }
    }

    @Test
    void noPeersIsAnAnswerAndNoSuchNameIsNot() throws IOException {
        try (var test = TestCluster.start()) {
            test.dns.serve("@ A 127.244.1.1");
            assertThat(((ClusterAnswer.Complete) test.read()).readings()).isEmpty();
        }
        try (var test = TestCluster.start()) {
            test.dns.serve("other A 127.244.1.1");
            assertThat(test.lines())
                    .containsExactly("not discovered: NXDOMAIN: there is no " + TestCluster.SERVICE
                            + "; is the headless service there, and one of its pods ready?");
        }
    }

    @Test
    void ownDataThatCannotBeReadIsAnError() throws IOException {
        try (var test = TestCluster.start(() -> new LocalData.Failed("disk\non fire"), config -> config)
                .withPeers()) {
            assertThat(test.lines()).containsExactly("kubia-0: Error: disk?on fire");
        }
        LocalData broken = () -> {
            throw new IllegalStateException("a bug");
        };
        try (var test = TestCluster.start(broken, config -> config).withPeers(peer(1, holds("one")))) {
            assertThat(test.lines()).containsExactly("kubia-0: Error: a bug", "kubia-1: one");
        }
    }

    @Test
    void readsAreAnsweredBeforeTheStartAndAfterTheEndAsWell() throws IOException {
        var transport = TestTransport.nio();
        var cluster = new Cluster(
                ClusterConfig.defaults("kubia-0"),
                PeersConfig.defaults(TestCluster.SERVICE),
                transport,
                TestCluster.OWN,
                new Metrics(),
                Instant::now);
        assertThat(TestCluster.await(cluster.read(transport.group().next())))
                .isEqualTo(new ClusterAnswer.Unavailable("this node does not read the cluster yet"));
        cluster.start();
        cluster.close();
        assertThat(TestCluster.await(cluster.read(transport.group().next())))
                .isEqualTo(new ClusterAnswer.Unavailable("this node is stopping"));
        transport.group().shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        for (int i = 0; i < 2; i++) {
            assertThat(TestCluster.await(cluster.read(ImmediateEventExecutor.INSTANCE)))
                    .isEqualTo(new ClusterAnswer.Unavailable("this node has stopped"));
        }
        cluster.close();
    }

    @Test
    void closingAnswersThoseWhoWait() throws IOException {
        try (var test = TestCluster.start().withPeers(peer(1, hangs()))) {
            var first = test.cluster.read(test.group.next());
            var second = test.cluster.read(test.group.next());
            test.cluster.close();
            var stopping = new ClusterAnswer.Unavailable("this node is stopping");
            assertThat(TestCluster.await(first)).isEqualTo(stopping);
            assertThat(TestCluster.await(second)).isEqualTo(stopping);
        }
    }

    private static ClusterConfig impatient(ClusterConfig config) {
        return config.withPeers(SHORT, 64 << 10);
    }

    private static StubPeer peer(int ordinal, StubPeer.Behaviour behaviour) throws IOException {
        return new StubPeer("127.244.1." + ordinal, 0, behaviour);
    }

    private static StubPeer.Behaviour hangs() {
        return (_, _) -> {
            new CountDownLatch(1).await();
            return false;
        };
    }

    private static boolean forEver(OutputStream out, String text) throws IOException {
        var bytes = text.repeat(100).getBytes(StandardCharsets.US_ASCII);
        while (true) {
            out.write(bytes);
        }
    }

    /** Listens, but has no room for another connection: a connection attempt gets no answer. */
    private static final class FullBacklog implements AutoCloseable {
        private final ServerSocket server;
        private final ArrayList<Socket> waiting = new ArrayList<>();

        FullBacklog(String address) throws IOException {
            server = new ServerSocket(0, 1, InetAddress.ofLiteral(address));
            for (int i = 0; i < 4; i++) {
                var socket = new Socket();
                try {
                    socket.connect(server.getLocalSocketAddress(), 100);
                } catch (SocketTimeoutException e) {
                    // It is full now.
                }
                waiting.add(socket);
            }
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (var socket : waiting) {
                socket.close();
            }
        }
    }
}
