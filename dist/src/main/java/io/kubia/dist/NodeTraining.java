package io.kubia.dist;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.Name;

/**
 * Trains the data node: two nodes that find each other by DNS, so that the code that looks up peers and reads them is
 * trained as well. Only one of them writes a cache; the other is there to be read.
 *
 * @param distribution where the roles start from, and where the cache goes
 * @param scratch a folder for volumes and logs
 */
record NodeTraining(Distribution distribution, Path scratch) implements Training {
    private static final String SERVICE = "kubia.default.svc.cluster.local";
    private static final Duration STOP = Duration.ofSeconds(10);

    @Override
    public void run(PrintStream out) throws InterruptedException {
        Path cache = distribution.aotCache(Role.NODE.word());
        try {
            InetSocketAddress first = Training.freeAddress();
            InetSocketAddress second = Training.freeAddress();
            Map<Name, InetSocketAddress> peers = Map.of(
                    Name.fromConstantString("kubia-0." + SERVICE + "."), first,
                    Name.fromConstantString("kubia-1." + SERVICE + "."), second);
            try (HttpClient client = Traffic.client();
                    PeerNames names = PeerNames.serve(peers);
                    // Only read, and gone in seconds: one compiler will do.
                    RoleProcess peer = start("kubia-1", second, names, "-XX:TieredStopAtLevel=1");
                    RoleProcess trained = start("kubia-0", first, names, Training.writing(cache))) {
                peer.awaitReady(client);
                trained.awaitReady(client);
                train(trained);
                client.shutdownNow();
                peer.stop(STOP);
                Training.finish(trained, cache, out);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new TrainingFailedException("the training run failed: " + e, e);
        }
    }

    private RoleProcess start(String name, InetSocketAddress listen, PeerNames names, String javaOptions)
            throws IOException {
        String address = listen.getHostString() + ":" + listen.getPort();
        // No more than they need, so that how a node finds out the rest is trained too.
        List<String> arguments = List.of(
                Role.NODE.word(),
                "--name",
                name,
                "--listen",
                address,
                "--data",
                scratch.resolve(name).toString(),
                "--dns",
                names.address(),
                "--peer-port",
                "srv");
        Path log = scratch.resolve(name + ".log");
        return RoleProcess.start(distribution, arguments, javaOptions, log, URI.create("http://" + address));
    }

    private static void train(RoleProcess node) throws IOException, InterruptedException {
        Traffic traffic = new Traffic(node.address());
        traffic.send();
        // Were the peer not read, its code would be untrained, and nobody would see it but by the time it takes.
        String cluster = traffic.get("/");
        if (!cluster.contains("- kubia-1." + SERVICE + ": No data posted yet")) {
            throw node.failed("GET /: " + cluster + " (expected: what kubia-1 holds)");
        }
    }
}
