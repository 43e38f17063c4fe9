package io.kubia.dns.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Runs the programs of others. */
public final class Program {
    /** For what does not come, and for slow machines. */
    static final int PATIENCE_SECONDS = 60;

    private Program() {}

    /** What a program did. */
    public record Outcome(int code, String out) {}

    /** Skips the test with the reason where a program is not there; CI installs them all. */
    public static void installedOrSkip(String program) {
        boolean isThere = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        Assumptions.assumeTrue(isThere, program + ": not installed");
    }

    /** Runs it to its end; what it says on either stream is the outcome. */
    public static Outcome run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        var timer = Thread.ofVirtual().start(() -> {
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException _) {
                process.destroyForcibly();
            }
        });
        var out = new String(process.getInputStream().readAllBytes(), UTF_8);
        timer.join();
        return new Outcome(process.waitFor(), out);
    }

    /** What it says, when it succeeds. */
    static String say(List<String> command) throws IOException, InterruptedException {
        var outcome = run(command);
        if (outcome.code() != 0) {
            throw new AssertionError("%s: exit code %d%n%s".formatted(command, outcome.code(), outcome.out()));
        }
        return outcome.out().strip();
    }

    static List<String> join(List<String> first, List<String> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
