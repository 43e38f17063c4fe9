package io.kubia.node.peers;

import io.kubia.node.metrics.Metrics;
import io.kubia.node.peers.DataInfo.Form;
import io.kubia.node.peers.DataInfo.State;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A cluster read over real sockets: peers on 127.244.0.0/16, a DNS server that knows them, and the cluster's own loop. */
final class TestCluster implements AutoCloseable {
    /** For what should not take long but may, on a machine that does other things as well. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    static final String SERVICE = DnsText.SERVICE;
    static final LocalData OWN = () -> atOnce("own");

    final EventLoopGroup group;
    final FakeDns dns;
    final Cluster cluster;
    final Metrics metrics = new Metrics();
    private final List<Closeable> others = new ArrayList<>();

    private TestCluster(FakeDns dns, LocalData own, UnaryOperator<PeersConfig> change, boolean isNio) {
        this.dns = dns;
        var transport = transport(isNio);
        group = transport.group();
        var config = PeersConfig.defaults("kubia-0", SERVICE)
                .withDns(List.of(dns.address()), PATIENCE)
                .withPeers(OptionalInt.empty(), PATIENCE, 5_000, 16 << 20);
        cluster = new Cluster(change.apply(config), transport, own, metrics, Clock.systemUTC());
        cluster.start();
    }

    static TestCluster start() throws IOException {
        return start(OWN, config -> config);
    }

    static TestCluster start(UnaryOperator<PeersConfig> change) throws IOException {
        return start(OWN, change);
    }

    static TestCluster start(LocalData own, UnaryOperator<PeersConfig> change) throws IOException {
        return new TestCluster(new FakeDns(), own, change, !Epoll.isAvailable());
    }

    static TestCluster startOnNio(UnaryOperator<PeersConfig> change) throws IOException {
        return new TestCluster(new FakeDns(), OWN, change, true);
    }

    static Transport transport(boolean isNio) {
        return isNio
                ? new Transport(
                        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()),
                        NioSocketChannel.class,
                        NioDatagramChannel.class)
                : new Transport(
                        new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()),
                        EpollSocketChannel.class,
                        EpollDatagramChannel.class);
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

    /** Waits until it holds. */
    static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("time over (expected: the condition to hold within " + PATIENCE + ")");
            }
            Thread.onSpinWait();
        }
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
