package io.kubia.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The power is cut at random moments while many clients write to a node: what had reached the {@link LoopDisk} is all
 * that is left of its volume, and what was still in the kernel's memory is gone. The invariants of {@link Ledger} hold as
 * they do after a SIGKILL, which by itself says nothing about fsync.
 *
 * <p>Needs root on Linux; skipped elsewhere. {@code -Dkubia.powerloss.rounds=N} (6) cuts as often for each of the seeds 1
 * to {@code -Dkubia.powerloss.seeds=N} (1).
 */
class PowerLossTest {
    private static final int ROUNDS = Integer.getInteger("kubia.powerloss.rounds", 6);
    private static final int MAX_LIFE_MILLIS = 1000;

    private final Ledger ledger = new Ledger();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("kubia.powerloss.seeds", 1));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void neverLosesOrTearsWhatItAcknowledgedBeforeThePowerWasCut(long seed, @TempDir Path directory) throws Exception {
        var random = new SplittableRandom(seed);
        try (var disk = LoopDisk.makeOrSkip(directory)) {
            for (int round = 0; round < ROUNDS; round++) {
                liveAndLosePower(disk, random);
            }
            try (var node = restart(disk)) {
                node.terminate();
                assertThat(node.awaitExit(NodeProcess.DEADLINE)).isZero();
            }
        }
        System.out.printf(
                "seed %d: %d power cuts, %d acknowledged writes, highest sequence %d%n",
                seed, ROUNDS, ledger.acknowledgedInAll(), ledger.highest());
    }

    private void liveAndLosePower(LoopDisk disk, SplittableRandom random) throws Exception {
        try (var node = restart(disk);
                var clients = new Clients(ledger)) {
            clients.write(node, random);
            Await.until("a first write", NodeProcess.DEADLINE, () -> ledger.acknowledgedInThisLife() > 0);
            LockSupport.parkNanos(
                    Duration.ofMillis(random.nextInt(MAX_LIFE_MILLIS)).toNanos());
            disk.cutPower(node::killWithoutWaiting);
            node.awaitExit(NodeProcess.DEADLINE);
            clients.awaitTheEnd();
        }
        disk.restorePower();
    }

    private NodeProcess restart(LoopDisk disk) throws IOException {
        var node = NodeProcess.start(disk.options());
        try {
            ledger.restarted(Reading.of(node.get("/data")));
            return node;
        } catch (AssertionError e) {
            node.close();
            throw e;
        }
    }
}
