package io.kubia.dist;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.Name;

/**
 * Runs the data node for some seconds as users run it, so that its JVM writes an AOT cache of the classes it loaded, how
 * they link, and which methods ran hot.
 *
 * <p>Two nodes that find each other by DNS, so that the code that looks up peers and reads them is trained as well. Only
 * one of them writes a cache; the other is there to be read.
 *
 * @param distribution where the roles start from, and where the cache goes
 * @param scratch a folder for volumes and logs
 */
record Training(Distribution distribution, Path scratch) {
    private static final String SERVICE = "kubia.default.svc.cluster.local";
    private static final Duration STOP = Duration.ofSeconds(10);
    /** The JVM assembles the cache as it exits: some seconds of a whole core, and more when the machine is busy. */
    private static final Duration STOP_AND_WRITE = Duration.ofMinutes(2);

    void run(PrintStream out) throws InterruptedException {
        Path cache = distribution.aotCache("node");
        try {
            InetSocketAddress first = freeAddress();
            InetSocketAddress second = freeAddress();
            Map<Name, InetSocketAddress> peers = Map.of(
                    Name.fromConstantString("kubia-0." + SERVICE + "."), first,
                    Name.fromConstantString("kubia-1." + SERVICE + "."), second);
            try (HttpClient client = Traffic.client();
                    PeerNames names = PeerNames.serve(peers);
                    // Only read, and gone in seconds: one compiler will do.
                    NodeProcess peer = start("kubia-1", second, names, "-XX:TieredStopAtLevel=1");
                    // Relative, and the node is started in its folder: the words of KUBIA_JAVA_OPTS end at spaces.
                    NodeProcess trained = start("kubia-0", first, names, "-XX:AOTCacheOutput=" + cache.getFileName())) {
                peer.awaitReady(client);
                trained.awaitReady(client);
                train(trained);
                client.shutdownNow();
                peer.stop(STOP);
                trained.stop(STOP_AND_WRITE);
                if (!Files.exists(cache)) {
                    throw trained.failed("no " + cache + " after it ended");
                }
            }
            Files.copy(Path.of(System.getProperty("java.home"), "release"), distribution.aotJdk());
            out.println("distribution: " + cache.getFileName() + ", " + Files.size(cache) + " bytes");
        } catch (IOException | UncheckedIOException e) {
            throw new TrainingFailedException("the training run failed: " + e, e);
        }
    }

    private NodeProcess start(String name, InetSocketAddress listen, PeerNames names, String javaOptions)
            throws IOException {
        // No more than they need, so that how a node finds out the rest is trained too.
        List<String> arguments = List.of("--dns", names.address(), "--peer-port", "srv");
        return NodeProcess.start(distribution, name, listen, distribution.aot(), scratch, javaOptions, arguments);
    }

    private static void train(NodeProcess node) throws IOException, InterruptedException {
        Traffic traffic = new Traffic(node.address());
        traffic.send();
        // Were the peer not read, its code would be untrained, and nobody would see it but by the time it takes.
        String cluster = traffic.get("/");
        if (!cluster.contains("- kubia-1." + SERVICE + ": No data posted yet")) {
            throw node.failed("GET /: " + cluster + " (expected: what kubia-1 holds)");
        }
    }

    private static InetSocketAddress freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        }
    }
}
