package io.kubia.controller.runtime.process;

import io.kubia.controller.runtime.ContainerAccess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The output of a container's process, and commands that are run beside it: with its environment, in its directory. */
record ProcessAccess(RunFolder run, RunWatcher watcher, long logBytes) implements ContainerAccess {
    private static final int OUTPUT_BYTES = 16 * 1024;

    @Override
    public Executed execute(List<String> command, Duration timeout) throws IOException {
        var output = Files.createTempFile(run.path(), "exec", ".out");
        try {
            var builder = new ProcessBuilder(command)
                    .directory(run.path().resolve("work").toFile())
                    .redirectInput(new java.io.File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().clear();
            builder.environment().putAll(Supervisor.environmentOf(run));
            int code = await(builder.start(), command, timeout);
            return new Executed(code, beginning(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static int await(Process process, List<String> command, Duration timeout) throws IOException {
        try {
            if (process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                return process.exitValue();
            }
            throw new IOException(
                    "command timed out after " + timeout.toSeconds() + " s: " + String.join(" ", command));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the command was interrupted: " + String.join(" ", command), e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String beginning(java.nio.file.Path output) throws IOException {
        try (var in = Files.newInputStream(output)) {
            return new String(in.readNBytes(OUTPUT_BYTES), StandardCharsets.UTF_8);
        }
    }

    @Override
    public InputStream logs(LogRequest request) throws IOException {
        return new LogStream(new OutputLog(run.log(), logBytes), request, watcher.reader(run));
    }
}
