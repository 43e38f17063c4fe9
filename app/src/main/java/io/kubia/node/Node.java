package io.kubia.node;

import io.kubia.node.cluster.Cluster;
import io.kubia.node.http.HttpServer;
import io.kubia.node.http.OwnData;
import io.kubia.node.http.Readiness;
import io.kubia.node.http.StoredLine;
import io.kubia.node.peers.Transport;
import io.kubia.node.store.DataStore;
import io.kubia.node.store.StoreException;
import io.kubia.role.metrics.Metrics;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One data node: its parts, started from the disk upwards and stopped in reverse, so that no part is ever without the
 * ones that it stands on.
 */
final class Node {
    private static final Logger log = LoggerFactory.getLogger(Node.class);

    private final NodeConfig config;
    private final Readiness readiness = new Readiness();
    private final DataStore store;
    private final EventLoopGroup group;
    private final Cluster cluster;
    private final HttpServer http;
    private final StoredLine storedLine;

    private Node(NodeConfig config, DataStore store, PrintStream out, InstantSource clock, Metrics metrics) {
        this.config = config;
        this.store = store;
        boolean epoll = Epoll.isAvailable();
        group = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(),
                epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        Class<? extends ServerSocketChannel> server =
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        var transport = epoll
                ? new Transport(group, EpollSocketChannel.class, EpollDatagramChannel.class)
                : new Transport(group, NioSocketChannel.class, NioDatagramChannel.class);
        storedLine = new StoredLine(out);
        cluster = new Cluster(config.cluster(), config.peers(), transport, new OwnData(store), metrics, clock);
        http = new HttpServer(config.http(), group, server, store, cluster, readiness, storedLine, metrics, clock);
    }

    /**
     * Starts a node.
     *
     * @param out where the line for stored data is printed
     * @throws StoreException the volume cannot be used
     * @throws IOException the address cannot be listened on
     */
    static Node start(NodeConfig config, PrintStream out, InstantSource clock) throws StoreException, IOException {
        var metrics = new Metrics();
        var node = new Node(config, DataStore.open(config.store(), clock, metrics), out, clock, metrics);
        try {
            node.storedLine.start();
            node.cluster.start();
            node.http.start();
        } catch (IOException | RuntimeException e) {
            node.close();
            throw e;
        }
        node.readiness.ready();
        return node;
    }

    InetSocketAddress address() {
        return http.address();
    }

    /** Finishes what is under way, for as long as the configuration allows, and closes everything. */
    void stop() throws InterruptedException {
        readiness.notReady("stopping");
        if (!http.stop(config.grace())) {
            log.warn("requests were still under way after {}: cut off", config.grace());
        }
        close();
    }

    private void close() {
        cluster.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
        store.close();
        storedLine.close();
    }
}
