package io.kubia.dist;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A role, started as users start it: by the distribution's launcher, in an environment that is nobody's own. */
final class RoleProcess implements AutoCloseable {
    private static final int READY_TRIES = 1_500;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);
    private static final Duration TRY = Duration.ofSeconds(1);

    private final String name;
    private final URI address;
    private final Path log;
    private final Process process;

    private RoleProcess(String name, URI address, Path log, Process process) {
        this.name = name;
        this.address = address;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts the launcher in the folder of AOT caches.
     *
     * @param arguments the launcher's, the role's word among them
     * @param javaOptions flags for the JVM
     * @param log where to all that it prints goes
     * @param address where it serves HTTP
     */
    static RoleProcess start(
            Distribution distribution, List<String> arguments, String javaOptions, Path log, URI address)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(distribution.launcher().toString()), arguments.stream())
                        .toList());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(RoleProcess::changesWhatIsTrained);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("KUBIA_JAVA_OPTS", javaOptions);
        builder.directory(distribution.aot().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return new RoleProcess(arguments.getFirst(), address, log, builder.start());
    }

    URI address() {
        return address;
    }

    void awaitReady(HttpClient client) throws IOException, InterruptedException {
        HttpRequest ready =
                HttpRequest.newBuilder(address.resolve("/readyz")).timeout(TRY).build();
        for (int i = 0; i < READY_TRIES; i++) {
            try {
                if (client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not listening yet, or no longer: the process itself tells which.
            }
            if (process.waitFor(BETWEEN_TRIES)) {
                throw failed("ended with exit code " + process.exitValue() + " (expected: ready)");
            }
        }
        throw failed("not ready in time");
    }

    /** Ends it as Kubernetes does, and waits for as long as a JVM may take to write its cache before it exits. */
    void stop(Duration patience) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw failed("still there " + patience.toSeconds() + " s after SIGTERM");
        }
        if (process.exitValue() != 0) {
            throw failed("exit code " + process.exitValue() + " after SIGTERM (expected: 0)");
        }
    }

    /** Leaves nothing behind that could still write: neither the JVM nor the one that it starts to assemble its cache. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }

    TrainingFailedException failed(String what) {
        return new TrainingFailedException(name + ": " + what + "; its log: " + log);
    }

    private static boolean changesWhatIsTrained(String variable) {
        return variable.startsWith("KUBIA_")
                || variable.equals("JAVA_TOOL_OPTIONS")
                || variable.equals("JDK_JAVA_OPTIONS")
                || variable.equals("CLASSPATH");
    }
}
