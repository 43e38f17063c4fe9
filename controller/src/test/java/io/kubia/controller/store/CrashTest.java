package io.kubia.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.role.metrics.Metrics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.util.Environment;

/**
 * A process that writes is killed with SIGKILL at random moments, again and again on one directory. Whatever it said is
 * there afterwards, or what it did next; nothing else is, and versions never go back. {@code -Dkubia.store.rounds=N} (4)
 * kills as often.
 */
class CrashTest {
    private static final int ROUNDS = Integer.getInteger("kubia.store.rounds", 4);
    private static final int MAX_LIFE_MILLIS = 250;

    @TempDir
    Path directory;

    private final long[] steps = new long[CrashWriter.THREADS];
    private final long[] versions = new long[CrashWriter.THREADS];
    private long highest;
    /** What the store began its present life with. */
    private long before;

    private int acknowledged;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void everyAcknowledgedWriteIsThereAfterSigkill(long seed, @TempDir Path library) throws Exception {
        unpack(library);
        var random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            liveAndDie(library, random.nextInt(MAX_LIFE_MILLIS));
            check();
        }
        System.out.printf(
                "seed %d: %d kills, %d acknowledged writes, highest version %d%n", seed, ROUNDS, acknowledged, highest);
    }

    private void liveAndDie(Path library, int millis) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.library.path=" + library,
                "-cp",
                System.getProperty("java.class.path"),
                CrashWriter.class.getName(),
                directory.resolve("state").toString()));
        for (long step : steps) {
            command.add(Long.toString(step));
        }
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = process.inputReader(StandardCharsets.UTF_8)) {
            take(Objects.requireNonNull(said.readLine(), "the process ended before it wrote"));
            LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
            process.toHandle().destroyForcibly(); // the process itself would close its output as well
            takeAll(said);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private void takeAll(BufferedReader said) throws IOException {
        for (var line = said.readLine(); line != null; line = said.readLine()) {
            take(line);
        }
    }

    private void take(String line) {
        var words = line.split(" ", -1);
        int thread = Integer.parseInt(words[0]);
        steps[thread] = Long.parseLong(words[1]);
        versions[thread] = Long.parseLong(words[2]);
        assertThat(versions[thread]).as("a version").isGreaterThan(before);
        highest = Math.max(highest, versions[thread]);
        acknowledged++;
    }

    private void check() {
        try (var store = RocksObjectStore.open(directory.resolve("state"), StoreLimits.DEFAULT, new Metrics())) {
            assertThat(store.now().version()).isGreaterThanOrEqualTo(highest);
            for (int thread = 0; thread < CrashWriter.THREADS; thread++) {
                check(store.now(), thread);
            }
            before = store.now().version();
        }
    }

    /** A thread's object is as it said last, or one step further: that it could not say any more. */
    private void check(Snapshot now, int thread) {
        var object = now.get(CrashWriter.key(thread));
        if (object.isPresent()) {
            long step = Long.parseLong(String.valueOf(object.get().label("step")));
            assertThat(step).as("step of thread %d", thread).isBetween(steps[thread], steps[thread] + 1);
            if (step == steps[thread]) {
                assertThat(object.get().resourceVersion()).isEqualTo(versions[thread]);
            }
            steps[thread] = step;
            versions[thread] = object.get().resourceVersion();
        } else if (!CrashWriter.removes(steps[thread])) {
            steps[thread]++;
            assertThat(CrashWriter.removes(steps[thread]))
                    .as("step %d of thread %d removes", steps[thread], thread)
                    .isTrue();
        }
    }

    /** Unpacked once: a process that is killed would leave its own copy behind. */
    private static void unpack(Path directory) {
        var resource = "/" + Environment.getJniLibraryFileName("rocksdb");
        try (var library = Objects.requireNonNull(Environment.class.getResourceAsStream(resource), resource)) {
            Files.copy(library, directory.resolve(System.mapLibraryName(Environment.getSharedLibraryName("rocksdb"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
