package io.kubia.node.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A node is sent broken byte streams and right requests by turns. Whatever it is sent, each answer is one that a client
 * can read, with a code that fits; a connection ends when its client's does; every right request is answered rightly;
 * and in the end the node is healthy, has written no stack trace, leaks no buffer of Netty's (its detector is paranoid)
 * and has not grown.
 *
 * <p>{@code -Dkubia.fuzz.requests=N} (100000) sends as many requests and streams for each of the seeds 1 to {@code
 * -Dkubia.fuzz.seeds=N} (1), {@code -Dkubia.fuzz.seed=S} runs the seed S only.
 */
class FuzzTest {
    private static final int REQUESTS = Integer.getInteger("kubia.fuzz.requests", 100_000);
    private static final int ROUND = 5000;
    private static final int PIPELINE = 50;
    private static final int CONNECTIONS = 4;
    private static final long MAX_RESIDENT_MB = 320;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Set<Integer> FIT_FOR_BROKEN =
            Set.of(100, 200, 204, 304, 400, 404, 405, 408, 412, 413, 414, 417, 431, 501, 505);

    @TempDir
    private Path volume;

    private final ConcurrentSkipListMap<Integer, LongAdder> answers = new ConcurrentSkipListMap<>();
    private final LongAdder cutOff = new LongAdder();

    static LongStream seeds() {
        var only = Long.getLong("kubia.fuzz.seed");
        return only == null ? LongStream.rangeClosed(1, Long.getLong("kubia.fuzz.seeds", 1)) : LongStream.of(only);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void staysRightAndHealthyWhateverItIsSent(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        var options = NodeSetup.on(volume)
                .flags("--max-body", "64KiB", "--request-timeout", "2s", "--idle-timeout", "4s")
                .jvm("-Dio.netty.leakDetection.level=paranoid");
        try (var dns = NameServer.start();
                var node = NodeProcess.start(options.flags("--dns", dns.address(), "--peer-port", "srv"))) {
            dns.pods(List.of(node.address()));
            var stalled = stall(node, random.split());
            for (int sent = 0; sent < REQUESTS; sent += ROUND) {
                onAllConnections(ROUND * 2 / 5, random, (one, count) -> breakIn(node, one, count));
                onAllConnections(ROUND * 3 / 5, random, (one, count) -> askRightly(node, one, count));
                assertThat(node.get("/healthz").status()).isEqualTo(200);
            }
            for (var wire : stalled) {
                assertEndsInItsTime(wire);
            }
            assertHealthy(node);
            System.out.printf(
                    "seed %d: %d requests and broken streams, answers %s, %d resets, node resident %d MB%n",
                    seed, REQUESTS, answers, cutOff.sum(), node.residentMb());
        }
    }

    private interface Client {
        void run(SplittableRandom random, int count) throws IOException;
    }

    private static void onAllConnections(int count, SplittableRandom random, Client client) throws Exception {
        try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Callable<Void>> tasks = IntStream.range(0, CONNECTIONS)
                    .<Callable<Void>>mapToObj(i -> {
                        var own = random.split();
                        return () -> {
                            client.run(own, count / CONNECTIONS);
                            return null;
                        };
                    })
                    .toList();
            for (var done : threads.invokeAll(tasks)) {
                done.get();
            }
        }
    }

    private void breakIn(NodeProcess node, SplittableRandom random, int count) {
        var streams = new HostileStreams(random);
        for (int i = 0; i < count; i++) {
            var stream = streams.next();
            try (var wire = Wire.to(node.address(), PATIENCE)) {
                send(wire, stream, random);
                if (random.nextInt(4) == 0) {
                    wire.reset();
                } else {
                    wire.endOutput();
                    readAll(wire);
                }
            } catch (SocketException closed) {
                // The node has closed while bytes were still on their way.
                cutOff.increment();
            } catch (IOException | AssertionError e) {
                throw new AssertionError("%s, after: %s".formatted(e, escaped(stream)), e);
            }
        }
    }

    private static void send(Wire wire, String stream, SplittableRandom random) throws IOException {
        int cut = random.nextInt(4) == 0 ? random.nextInt(stream.length() + 1) : stream.length();
        wire.send(stream.substring(0, cut));
        if (cut < stream.length()) {
            wire.send(stream.substring(cut));
        }
    }

    private void readAll(Wire wire) throws IOException {
        while (!wire.ended()) {
            var answer = wire.receive();
            count(answer);
            assertThat(answer.status()).as("%s", answer).isIn(FIT_FOR_BROKEN);
        }
    }

    private void askRightly(NodeProcess node, SplittableRandom random, int count) throws IOException {
        try (var wire = Wire.to(node.address(), PATIENCE)) {
            // What broken streams have left there need not be whole.
            assertThat(wire.post(Requests.value(random).getBytes(ISO_8859_1)).status())
                    .isEqualTo(200);
            for (int sent = 0; sent < count; sent += PIPELINE) {
                var requests = IntStream.range(0, PIPELINE)
                        .mapToObj(i -> Requests.next(random))
                        .toList();
                askInOneGo(wire, requests);
            }
        }
    }

    private void askInOneGo(Wire wire, List<Requests.Request> requests) throws IOException {
        var sender = Thread.ofVirtual().start(() -> {
            try {
                wire.send(requests.stream().map(Requests.Request::latin1).collect(Collectors.joining()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        for (var request : requests) {
            var answer = request.head() ? wire.receiveHead() : wire.receive();
            count(answer);
            assertThat(answer.status())
                    .as("%s, to: %s", answer, escaped(request.latin1()))
                    .isIn(request.statuses());
            if (request.readsData() && !answer.text().equals("No data posted yet")) {
                assertThat(Requests.isWhole(answer.latin1()))
                        .as("whole: %s", answer)
                        .isTrue();
            }
        }
        try {
            sender.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void count(Answer answer) {
        answers.computeIfAbsent(answer.status(), status -> new LongAdder()).increment();
    }

    /** Connections that begin and do not go on, and stay so while all the rest happens. */
    private static List<Wire> stall(NodeProcess node, SplittableRandom random) throws IOException {
        var stalled = new ArrayList<Wire>();
        for (int i = 0; i < 20; i++) {
            var request = Requests.next(random).latin1();
            var wire = node.connect();
            wire.send(request.substring(0, random.nextInt(request.length())));
            stalled.add(wire);
        }
        return stalled;
    }

    private static void assertEndsInItsTime(Wire wire) throws IOException {
        try (wire) {
            while (!wire.ended()) {
                assertThat(wire.receive().status()).isEqualTo(408);
            }
        }
    }

    private static void assertHealthy(NodeProcess node) throws Exception {
        collectGarbage(node);
        // A leak is told of when the next buffers are taken.
        for (int i = 0; i < 100; i++) {
            assertThat(node.post("fine".getBytes(UTF_8)).status()).isEqualTo(200);
            assertThat(node.get("/data").text()).isEqualTo("fine");
        }
        assertThat(node.get("/readyz").status()).isEqualTo(200);
        assertThat(node.faults()).isEmpty();
        assertThat(node.residentMb()).isLessThan(MAX_RESIDENT_MB);
    }

    private static void collectGarbage(NodeProcess node) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var gc = new ProcessBuilder(jcmd, String.valueOf(node.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(gc.waitFor(NodeProcess.DEADLINE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(gc.exitValue()).isZero();
    }

    private static String escaped(String bytes) {
        var shown = bytes.length() > 1500 ? bytes.substring(0, 1500) + "…" : bytes;
        return shown.chars()
                .mapToObj(c -> c == '\n'
                        ? "\\n\n"
                        : c == '\r' ? "\\r" : c < 32 || c > 126 ? "\\x%02x".formatted(c) : "" + (char) c)
                .collect(Collectors.joining());
    }
}
