package io.kubia.node.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A mount namespace of a test's own. What is mounted in it is seen by what runs in it alone, and goes away with the last
 * process in it, even when the tests themselves are killed. Linux only; mounting a tmpfs takes a kernel that lets users
 * have namespaces of their own, or root.
 */
final class MountNamespace implements AutoCloseable {
    /** Lives as long as its standard input, and with it the namespace. */
    private final Process holder;

    private final List<String> within;

    private MountNamespace(Process holder, List<String> within) {
        this.holder = holder;
        this.within = within;
    }

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Opens one, or skips the test with the reason where that is not allowed. */
    static MountNamespace openOrSkip() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/ns/mnt")), "mount namespaces: Linux only");
        var identity = isRoot() ? List.<String>of() : List.of("--user", "--map-root-user");
        var unshare = join(List.of("unshare", "--mount", "--propagation", "private"), identity);
        var holder = new ProcessBuilder(join(unshare, List.of("cat")))
                .redirectErrorStream(true)
                .start();
        long pid = holder.pid();
        Await.until(
                "mount namespace",
                NodeProcess.DEADLINE,
                () -> !holder.isAlive() || command(pid).equals("cat"));
        if (!holder.isAlive()) {
            Assumptions.abort(
                    "mount namespace: " + new String(holder.getInputStream().readAllBytes(), UTF_8).strip());
        }
        var enter = List.of("nsenter", "--target", String.valueOf(pid), "--mount");
        return new MountNamespace(holder, isRoot() ? enter : join(enter, List.of("--user", "--preserve-credentials")));
    }

    /** The words that start a command in this namespace; the command replaces them by exec. */
    List<String> within() {
        return within;
    }

    /** Where a path inside is found by this process. */
    Path outside(Path inside) {
        return Path.of("/proc/" + holder.pid() + "/root" + inside.toAbsolutePath());
    }

    /** Runs a command inside; fails with what it says unless it succeeds, and gives what it says. */
    String run(String... command) {
        try {
            var process = new ProcessBuilder(join(within, List.of(command)))
                    .redirectErrorStream(true)
                    .start();
            var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            assertThat(process.waitFor())
                    .as("%s: %s", String.join(" ", command), said)
                    .isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static String command(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
        } catch (IOException gone) {
            return "";
        }
    }

    private static List<String> join(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    @Override
    public void close() throws IOException {
        holder.getOutputStream().close();
        Await.until("end of the mount namespace", NodeProcess.DEADLINE, () -> !holder.isAlive());
    }
}
