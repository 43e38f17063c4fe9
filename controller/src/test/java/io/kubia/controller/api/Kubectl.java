package io.kubia.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The real kubectl, with nothing of its user's. */
final class Kubectl {
    private final InetSocketAddress server;
    private final Path folder;

    private Kubectl(InetSocketAddress server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /** Finds it, or skips the test; on CI, where it must be, fails. */
    static Kubectl findOrSkip(InetSocketAddress server, Path folder) {
        boolean isThere = false;
        for (var place : System.getenv("PATH").split(File.pathSeparator, -1)) {
            isThere |= Files.isExecutable(Path.of(place, "kubectl"));
        }
        assertThat(isThere || System.getenv("CI") == null)
                .as("kubectl is installed on CI")
                .isTrue();
        Assumptions.assumeTrue(isThere, "kubectl: not installed");
        return new Kubectl(server, folder);
    }

    /** What a command prints; fails with what it says when it fails. */
    String run(String... arguments) {
        var ran = command(arguments);
        assertThat(ran.code)
                .as("kubectl %s: %s", String.join(" ", arguments), ran.output)
                .isZero();
        return ran.output;
    }

    /** What a command says that fails. */
    String fail(String... arguments) {
        var ran = command(arguments);
        assertThat(ran.code)
                .as("kubectl %s: %s", String.join(" ", arguments), ran.output)
                .isNotZero();
        return ran.output;
    }

    /** A manifest in a file. */
    String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** A command that goes on. */
    Running start(String... arguments) throws IOException {
        return new Running(builder(arguments).start());
    }

    private record Ran(int code, String output) {}

    private Ran command(String... arguments) {
        try {
            var process = builder(arguments).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private ProcessBuilder builder(String... arguments) {
        var command = new ArrayList<>(List.of(
                "kubectl",
                "--server=http://127.0.0.1:" + server.getPort(),
                "--kubeconfig=/dev/null",
                "--cache-dir=" + folder.resolve("cache")));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        return builder;
    }

    /** A command that prints as things happen. */
    static final class Running implements AutoCloseable {
        private final Process process;
        private final BufferedReader out;

        Running(Process process) {
            this.process = process;
            this.out = process.inputReader(StandardCharsets.UTF_8);
        }

        String line() throws IOException {
            var line = out.readLine();
            assertThat(line).as("a line, before it ends").isNotNull();
            return line;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
