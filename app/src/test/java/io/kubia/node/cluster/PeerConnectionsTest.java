package io.kubia.node.cluster;

import static io.kubia.node.cluster.StubPeer.holds;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.node.peers.Eventually;
import io.kubia.node.peers.FakeDns;
import io.kubia.node.peers.LeakCheck;
import io.kubia.node.peers.PeersConfig;
import io.kubia.node.peers.TestTransport;
import io.kubia.role.metrics.Metrics;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections are kept, and what goes wrong with that goes wrong unseen. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class PeerConnectionsTest {
    private static final String ONE = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none";

    @Test
    void oneConnectionServesOneReadAfterTheOther() throws IOException {
        var peer = peer(holds("one"));
        try (var test = TestCluster.start().withPeers(peer)) {
            for (int i = 0; i < 20; i++) {
                assertThat(test.lines()).containsExactly("kubia-0: own", "kubia-1: one");
            }
            assertThat(peer.requests()).isEqualTo(20);
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionIsNotKeptWhenThePeerDoesNotWantThat() throws IOException {
        var peer = peer(StubPeer.says("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\none"));
        try (var test = TestCluster.start().withPeers(peer)) {
            assertThat(test.lines()).containsExactly("kubia-0: own", "kubia-1: one");
            assertThat(test.lines()).containsExactly("kubia-0: own", "kubia-1: one");
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void aPeerThatHasClosedAKeptConnectionIsAskedAgain() throws IOException {
        var peer = peer((out, request) -> {
            // The second request on a connection is met with its end, as by a peer that closes it at that very moment.
            if (request % 2 == 0) {
                return false;
            }
            out.write(ONE.getBytes(StandardCharsets.US_ASCII));
            return true;
        });
        try (var test = TestCluster.start().withPeers(peer)) {
            for (int i = 0; i < 10; i++) {
                assertThat(test.lines()).containsExactly("kubia-0: own", "kubia-1: one");
            }
            assertThat(peer.connections()).isEqualTo(10);
        }
    }

    @Test
    void aPeerThatWasRestartedIsReadAtOnce() throws IOException {
        var peer = peer(holds("one"));
        try (var test = TestCluster.start().withPeers(peer)) {
            assertThat(test.lines()).containsExactly("kubia-0: own", "kubia-1: one");
            peer.close();
            try (var next = new StubPeer("127.244.2.1", peer.port(), holds("two"))) {
                assertThat(test.lines()).containsExactly("kubia-0: own", "kubia-1: two");
                assertThat(next.requests()).isEqualTo(1);
            }
        }
    }

    @Test
    void aPeerThatMovedIsFoundLongBeforeItsRecordExpires() throws IOException {
        try (var test = TestCluster.start(
                TestCluster.OWN,
                config -> config,
                peers -> peers.withTtl(Duration.ofMillis(100), Duration.ofMinutes(5)))) {
            int port;
            try (var before = peer(holds("one"))) {
                port = before.port();
                test.dns.serve("@ 300 SRV 0 0 " + port + " kubia-1", "kubia-1 300 A 127.244.2.1");
                assertThat(test.lines()).containsExactly("kubia-1: one");
            }
            try (var _ = new StubPeer("127.244.2.2", port, holds("two"))) {
                test.dns.serve("@ 300 SRV 0 0 " + port + " kubia-1", "kubia-1 300 A 127.244.2.2");
                assertThat(test.lines())
                        .containsExactly("kubia-1: Error: connection refused (127.244.2.1:" + port + ")");
                Eventually.holds(() -> test.lines().equals(List.of("kubia-1: two")));
                assertThat(test.dns.asked("SRV udp")).isEqualTo(2);
            }
        }
    }

    @Test
    void whatAPeerSendsUnaskedIsNoAnswerToTheNextRequest() throws IOException {
        var seen = new ConcurrentLinkedQueue<Integer>();
        var peer = peer((out, request) -> {
            seen.add(request);
            // Both in one piece, so that the second is there before the next request is.
            var answer = ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + request).repeat(2);
            out.write(answer.getBytes(StandardCharsets.US_ASCII));
            return true;
        });
        try (var test = TestCluster.start().withPeers(peer)) {
            for (int i = 1; i < 6; i++) {
                assertThat(test.lines()).containsExactly("kubia-0: own", "kubia-1: " + i);
            }
            assertThat(seen).containsExactly(1, 2, 3, 4, 5);
        }
    }

    @Test
    void connectionsThatNobodyUsesAreClosed() throws IOException {
        var peer = peer(holds("one"));
        var ticker = Ticker.newMockTicker();
        var transport = TestTransport.nio();
        try (peer;
                var dns = new FakeDns()) {
            dns.serve("@ SRV 0 0 " + peer.port() + " kubia-1", "kubia-1 A 127.244.2.1");
            var cluster = new Cluster(
                    ClusterConfig.defaults("kubia-0"),
                    PeersConfig.defaults(TestCluster.SERVICE).withDns(List.of(dns.address()), Duration.ofSeconds(2)),
                    transport,
                    TestCluster.OWN,
                    new Metrics(),
                    Clock.systemUTC(),
                    ticker);
            cluster.start();
            TestCluster.await(cluster.read(transport.group().next()));
            assertThat(peer.openConnections()).isEqualTo(1);
            ticker.advance(5, TimeUnit.SECONDS);
            Eventually.holds(() -> peer.openConnections() == 0);
            cluster.close();
        } finally {
            transport.group().shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    @Test
    void hundredsOfPeersThatDoNotAnswerDoNotHoldUpTheOthers() throws IOException {
        var gate = new ArrayList<Integer>();
        var transport = TestTransport.nio();
        try {
            var loop = transport.group().next();
            var connects = new ConnectGate(loop, 4, 20);
            var atOnce = loop.submit(() -> {
                        for (int i = 0; i < 20; i++) {
                            int peer = i;
                            connects.enter(() -> gate.add(peer));
                        }
                        return gate.size();
                    })
                    .syncUninterruptibly()
                    .getNow();
            assertThat(atOnce).isEqualTo(4);
            // None of them ever leaves; still all are begun.
            Eventually.holds(() -> loop.submit(gate::size).syncUninterruptibly().getNow() == 20);
            assertThat(gate).isSorted();
        } finally {
            transport.group().shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    @Test
    void whoLeavesTheGateMakesRoomAndWhoLeavesItsQueueIsNotBegun() throws IOException {
        var begun = new ArrayList<String>();
        var transport = TestTransport.nio();
        try {
            var loop = transport.group().next();
            loop.submit(() -> {
                        var gate = new ConnectGate(loop, 1, 60_000);
                        var first = gate.enter(() -> begun.add("first"));
                        var second = gate.enter(() -> begun.add("second"));
                        gate.enter(() -> begun.add("third"));
                        second.leave();
                        first.leave();
                        first.leave();
                        gate.enter(() -> begun.add("fourth"));
                    })
                    .syncUninterruptibly();
            assertThat(begun).containsExactly("first", "third");
        } finally {
            transport.group().shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private static StubPeer peer(StubPeer.Behaviour behaviour) throws IOException {
        return new StubPeer("127.244.2.1", 0, behaviour);
    }
}
