package io.kubia.dist;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Trains the DNS server: a file of services that changes, and questions by UDP and TCP. */
record DnsTraining(Distribution distribution, Path scratch) implements Training {
    private static final String ZONE = "cluster.local.";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Enough for the JIT to see what is hot. */
    private static final int ROUNDS = 2_000;

    private static final List<String> NAMES = List.of(
            "kubia.default.svc." + ZONE,
            "kubia-0.kubia.default.svc." + ZONE,
            "_http._tcp.kubia.default.svc." + ZONE,
            "nosuch.default.svc." + ZONE);

    @Override
    public void run(PrintStream out) throws InterruptedException {
        Path cache = distribution.aotCache(Role.DNS.word());
        try {
            Path services = scratch.resolve("services.yaml");
            Files.writeString(services, manifest(1));
            InetSocketAddress listen = Training.freeAddress();
            InetSocketAddress metrics = Training.freeAddress();
            List<String> arguments = List.of(
                    Role.DNS.word(),
                    "--listen",
                    text(listen),
                    "--metrics",
                    text(metrics),
                    "--source",
                    "file:" + services);
            try (HttpClient client = Traffic.client();
                    RoleProcess trained = RoleProcess.start(
                            distribution,
                            arguments,
                            Training.writing(cache),
                            scratch.resolve("dns.log"),
                            URI.create("http://" + text(metrics)))) {
                trained.awaitReady(client);
                train(trained, listen, services);
                client.shutdownNow();
                Training.finish(trained, cache, out);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new TrainingFailedException("the training run failed: " + e, e);
        }
    }

    private static void train(RoleProcess dns, InetSocketAddress listen, Path services) throws IOException {
        SimpleResolver resolver = new SimpleResolver(listen);
        resolver.setTimeout(PATIENCE);
        for (int round = 0; round < ROUNDS; round++) {
            resolver.setTCP(round % 10 == 0);
            for (String name : NAMES) {
                for (int type : new int[] {Type.SRV, Type.A, Type.AAAA}) {
                    Message answer = resolver.send(question(name, type));
                    // Were it not answered, nothing would be trained, and nobody would see it but by the time it takes.
                    if (round == 0
                            && name.startsWith("kubia.")
                            && type == Type.SRV
                            && answer.getSection(Section.ANSWER).size() != 1) {
                        throw dns.failed("SRV " + name + ": " + answer + " (expected: one record)");
                    }
                }
            }
            if (round % 500 == 0) {
                Files.writeString(services, manifest(1 + round / 500));
            }
        }
    }

    private static Message question(String name, int type) {
        return Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, DClass.IN));
    }

    private static String text(InetSocketAddress address) {
        return InetAddress.getLoopbackAddress().getHostAddress() + ":" + address.getPort();
    }

    /** A headless service with that many endpoints. */
    private static String manifest(int endpoints) {
        StringBuilder text = new StringBuilder("""
                apiVersion: v1
                kind: Service
                metadata:
                  name: kubia
                spec:
                  clusterIP: None
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: kubia-1
                  labels:
                    kubernetes.io/service-name: kubia
                addressType: IPv4
                ports:
                - name: http
                  port: 8080
                endpoints:
                """);
        for (int i = 0; i < endpoints; i++) {
            text.append("- addresses: [10.42.0.%d]%n  hostname: kubia-%d%n".formatted(i + 1, i));
        }
        return text.toString();
    }
}
