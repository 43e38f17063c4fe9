package io.kubia.node.cluster;

import io.kubia.node.cluster.DataInfo.Form;
import io.kubia.node.cluster.DataInfo.State;
import io.kubia.node.peers.DnsText;
import io.kubia.node.peers.Eventually;
import io.kubia.node.peers.FakeDns;
import io.kubia.node.peers.PeersConfig;
import io.kubia.node.peers.TestTransport;
import io.kubia.node.peers.Transport;
import io.kubia.role.metrics.Metrics;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.util.concurrent.Future;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A cluster read over real sockets: peers on 127.244.0.0/16, a DNS server that knows them, and the cluster's own loop. */
final class TestCluster implements AutoCloseable {
    /** For what should not take long but may, on a machine that does other things as well. */
    static final Duration PATIENCE = Eventually.PATIENCE;

    static final String SERVICE = DnsText.SERVICE;
    static final LocalData OWN = () -> atOnce("own");

    final EventLoopGroup group;
    final FakeDns dns;
    final Cluster cluster;
    final Metrics metrics = new Metrics();
    private final List<Closeable> others = new ArrayList<>();

    private TestCluster(
            LocalData own,
            UnaryOperator<ClusterConfig> change,
            UnaryOperator<PeersConfig> changePeers,
            Transport transport)
            throws IOException {
        dns = new FakeDns();
        group = transport.group();
        cluster = new Cluster(
                change.apply(ClusterConfig.defaults("kubia-0").withPeers(PATIENCE, 16 << 20)),
                changePeers.apply(PeersConfig.defaults(SERVICE).withDns(List.of(dns.address()), PATIENCE)),
                transport,
                own,
                metrics,
                Clock.systemUTC());
        cluster.start();
    }

    static TestCluster start() throws IOException {
        return start(OWN, config -> config);
    }

    static TestCluster start(UnaryOperator<ClusterConfig> change) throws IOException {
        return start(OWN, change);
    }

    static TestCluster start(LocalData own, UnaryOperator<ClusterConfig> change) throws IOException {
        return start(own, change, peers -> peers);
    }

    static TestCluster start(LocalData own, UnaryOperator<ClusterConfig> change, UnaryOperator<PeersConfig> changePeers)
            throws IOException {
        var transport = Epoll.isAvailable() ? TestTransport.epoll() : TestTransport.nio();
        return new TestCluster(own, change, changePeers, transport);
    }

    static TestCluster startOnNio(UnaryOperator<ClusterConfig> change) throws IOException {
        return new TestCluster(OWN, change, peers -> peers, TestTransport.nio());
    }

    static LocalData.AtOnce atOnce(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return new LocalData.AtOnce(
                new DataInfo(State.STORED, 1, null, null, bytes.length, Form.TEXT), Content.of(bytes));
    }

    /** Peers kubia-0 (this node) and, from 1 on, one for each address, which is closed with the cluster. */
    TestCluster withPeers(StubPeer... peers) {
        var records = new ArrayList<String>();
        records.add("@ SRV 0 50 8080 kubia-0");
        records.add("kubia-0 A 127.244.0.1");
        for (int i = 0; i < peers.length; i++) {
            others.add(peers[i]);
            records.add("@ SRV 0 50 " + peers[i].port() + " kubia-" + (i + 1));
            records.add(
                    "kubia-" + (i + 1) + " A " + peers[i].address().getAddress().getHostAddress());
        }
        dns.serve(records.toArray(String[]::new));
        return this;
    }

    ClusterAnswer read() {
        return await(cluster.read(group.next()));
    }

    /** The lines as {@code GET /} gives them, each without its domain. */
    List<String> lines() {
        return lines(read());
    }

    static List<String> lines(ClusterAnswer answer) {
        return switch (answer) {
            case ClusterAnswer.NotDiscovered(var reason) -> List.of("not discovered: " + reason);
            case ClusterAnswer.Unavailable(var reason) -> List.of("unavailable: " + reason);
            case ClusterAnswer.Streaming streaming -> {
                streaming.stream().close();
                yield List.of("streaming");
            }
            case ClusterAnswer.Complete complete ->
                complete.readings().stream().map(TestCluster::line).toList();
        };
    }

    static String line(PeerReading reading) {
        return reading.peer().label() + ": "
                + switch (reading) {
                    case PeerReading.Failed failed -> "Error: " + failed.reason();
                    case PeerReading.Read read ->
                        read.info().state() == State.EMPTY ? DataInfo.NOTHING_POSTED : text(read.content());
                };
    }

    static String text(Content content) {
        return StandardCharsets.UTF_8.decode(content.asByteBuffer()).toString();
    }

    static <T> T await(Future<T> future) {
        if (!future.awaitUninterruptibly(50, TimeUnit.SECONDS)) {
            throw new AssertionError("no answer within 50 s");
        }
        return future.getNow();
    }

    @Override
    public void close() throws IOException {
        cluster.close();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        dns.close();
        for (var other : others) {
            other.close();
        }
    }
}
