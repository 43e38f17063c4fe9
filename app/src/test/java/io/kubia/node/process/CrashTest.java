package io.kubia.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A node is killed with SIGKILL at random moments while many clients write to it, again and again on one volume; the
 * invariants of {@link Ledger} hold after every answer and every restart.
 *
 * <p>{@code -Dkubia.crash.seeds=N} (3) runs the seeds 1 to N, {@code -Dkubia.crash.seed=S} only the seed S, and
 * {@code -Dkubia.crash.rounds=N} (14) kills as often for each. A seed fixes what is written and when kills are due; how
 * threads and processes interleave is the machine's.
 */
class CrashTest {
    private static final int ROUNDS = Integer.getInteger("kubia.crash.rounds", 14);
    private static final int MAX_LIFE_MILLIS = 400;
    private static final int MAX_START_MILLIS = 700;

    private final Ledger ledger = new Ledger();

    static LongStream seeds() {
        var only = Long.getLong("kubia.crash.seed");
        return only == null ? LongStream.rangeClosed(1, Long.getLong("kubia.crash.seeds", 3)) : LongStream.of(only);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void neverLosesOrTearsWhatItAcknowledgedBeforeSigkill(long seed, @TempDir Path volume) throws Exception {
        var random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            if (random.nextInt(4) == 0) {
                killWhileStarting(volume, random);
            }
            liveAndDie(volume, random);
        }
        try (var node = restart(volume)) {
            node.terminate();
            assertThat(node.awaitExit(NodeProcess.DEADLINE)).isZero();
        }
        restart(volume).close();
        System.out.printf(
                "seed %d: %d kills, %d acknowledged writes, highest sequence %d%n",
                seed, ROUNDS, ledger.acknowledgedInAll(), ledger.highest());
    }

    private void liveAndDie(Path volume, SplittableRandom random) throws InterruptedException, TimeoutException {
        try (var node = restart(volume);
                var clients = new Clients(ledger)) {
            clients.write(node, random);
            Await.until("a first write", NodeProcess.DEADLINE, () -> ledger.acknowledgedInThisLife() > 0);
            passTime(random.nextInt(MAX_LIFE_MILLIS));
            node.kill();
            clients.awaitTheEnd();
        }
    }

    /** Recovery is a moment to die in as well. */
    private static void killWhileStarting(Path volume, SplittableRandom random) {
        try (var node = NodeProcess.launch(NodeSetup.on(volume))) {
            passTime(random.nextInt(MAX_START_MILLIS));
            node.kill();
        }
    }

    private NodeProcess restart(Path volume) {
        var node = NodeProcess.start(volume);
        try (var wire = node.connect()) {
            var first = Reading.of(wire.get("/data"));
            ledger.restarted(first);
            assertThat(Reading.of(wire.get("/data"))).as("read again").isEqualTo(first);
            if (!first.etag().isEmpty()) {
                assertThat(wire.get("/data", "If-None-Match: " + first.etag()).status())
                        .isEqualTo(304);
            }
            return node;
        } catch (IOException | AssertionError e) {
            node.close();
            throw new AssertionError(e.getMessage() + "; the node said: ", e);
        }
    }

    private static void passTime(int millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }
}
