package io.kubia.dns.bench;

import io.kubia.dns.model.Change;
import io.kubia.dns.model.DnsName;
import io.kubia.dns.zone.LiveZone;
import io.kubia.dns.zone.ZoneConfig;
import io.netty.buffer.ByteBuf;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * How long it takes until one endpoint's change, given to a zone of many, is what queries see, and what it costs those
 * who read meanwhile.
 *
 * <p>Implementation note. This thread makes changes, one at a time, and after each asks for the endpoint: the time counts
 * until the answer is the new one. A second thread reads as fast as it can, in turn without changes and with them.
 */
public final class ChangeBenchmark {
    private static final int NO_ERROR = 0;
    private static final int NO_SUCH_NAME = 3;
    private static final int QUESTIONS = 20_000;

    private final Cluster cluster;
    private final LiveZone zone =
            new LiveZone(ZoneConfig.defaults(DnsName.parse("cluster.local")), InstantSource.system());
    private final SplittableRandom random = new SplittableRandom(1);
    private final Reader asker;
    private final Reader reader;

    private ChangeBenchmark(Cluster cluster) {
        this.cluster = cluster;
        this.asker = new Reader(zone, List.of(), random);
        var questions = new ArrayList<ByteBuf>();
        for (int i = 0; i < QUESTIONS; i++) {
            questions.add(cluster.question(random.nextInt(cluster.services()), random.nextInt(cluster.endpoints())));
        }
        this.reader = new Reader(zone, questions, random.split());
    }

    /** Services, endpoints of each, changes a second, seconds, rounds. */
    @SuppressWarnings("SystemOut") // what it is for
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        var numbers = Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        var benchmark = new ChangeBenchmark(new Cluster(numbers[0], numbers[1]));
        try (var threads = Executors.newSingleThreadExecutor()) {
            benchmark.run(threads, numbers[2], Duration.ofSeconds(numbers[3]), numbers[4], System.out);
        }
    }

    private void run(ExecutorService threads, int perSecond, Duration length, int rounds, PrintStream out)
            throws InterruptedException, ExecutionException {
        long began = System.nanoTime();
        zone.apply(cluster.everything());
        var size = zone.now().size();
        out.printf(
                "%,d services, %,d endpoints, %,d names: given all at once, visible after %.0f ms%n",
                size.services(), size.endpoints(), size.names(), (System.nanoTime() - began) / 1e6);
        // The JIT is not what is measured.
        reader.read(length.toNanos());
        change(length.toNanos(), perSecond);
        for (int round = 1; round <= rounds; round++) {
            out.printf("round %d%n", round);
            print(out, "reads without changes", reader.read(length.toNanos()));
            Future<Reader.Seen> seen = threads.submit(() -> reader.read(length.toNanos()));
            long[] nanos = change(length.toNanos(), perSecond);
            print(out, "reads with changes", seen.get());
            print(out, nanos);
            nanos = change(length.toNanos(), Integer.MAX_VALUE);
            out.printf(
                    "  changes alone, as fast as they go: %,.0f a second%n", nanos.length / (length.toNanos() / 1e9));
            print(out, nanos);
        }
        System.gc();
        var runtime = Runtime.getRuntime();
        out.printf("heap after a collection: %d MB%n", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }

    /** Makes changes for a while and returns how long each took until it was seen. */
    private long[] change(long length, int perSecond) {
        var nanos = new ArrayList<Long>();
        long began = System.nanoTime();
        long due = began;
        while (System.nanoTime() - began < length) {
            int service = random.nextInt(cluster.services());
            int endpoint = random.nextInt(cluster.endpoints());
            var question = cluster.question(service, endpoint);
            nanos.add(visibleAfter(cluster.slice(service, endpoint), question, NO_SUCH_NAME));
            nanos.add(visibleAfter(cluster.slice(service, -1), question, NO_ERROR));
            question.release();
            due += 2_000_000_000L / perSecond;
            LockSupport.parkNanos(due - System.nanoTime());
        }
        return nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private long visibleAfter(Change change, ByteBuf question, int expected) {
        long given = System.nanoTime();
        zone.apply(change);
        int rcode = asker.rcode(question);
        long seen = System.nanoTime();
        if (rcode != expected) {
            throw new IllegalStateException("rcode after a change: %d (expected: %d)".formatted(rcode, expected));
        }
        return seen - given;
    }

    private static void print(PrintStream out, String what, Reader.Seen seen) {
        out.printf(
                "  %-22s %,10.0f a second; %d of them took more than 1 ms, the longest %.2f ms%n",
                what, seen.answersPerSecond(), seen.slow(), seen.longestMillis());
    }

    private static void print(PrintStream out, long[] sorted) {
        out.printf(
                "  change to visible:     p50 %.4f ms, p99 %.4f ms, max %.3f ms, of %,d changes%n",
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6,
                sorted[sorted.length - 1] / 1e6,
                sorted.length);
    }
}
