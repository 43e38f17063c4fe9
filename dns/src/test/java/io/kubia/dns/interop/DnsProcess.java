package io.kubia.dns.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real {@code kubia dns} in a process of its own, with a file as its source. Whatever happens, it is ended. */
public final class DnsProcess implements AutoCloseable {
    private static final Pattern SERVED = Pattern.compile(".* is served at \\[/([0-9.]+):([0-9]+)\\] after .*");

    private final Process process;
    private final InetSocketAddress address;
    private final Path queries;

    private DnsProcess(Process process, InetSocketAddress address, Path queries) {
        this.process = process;
        this.address = address;
        this.queries = queries;
    }

    /** Starts one at a free port; {@code flags} come after those that it needs. */
    public static DnsProcess start(Path scratch, String... flags) throws IOException {
        return start(List.of(), "127.0.0.1:0", scratch, flags);
    }

    static DnsProcess start(List<String> within, String listen, Path scratch, String... flags) throws IOException {
        var services = Files.writeString(scratch.resolve("services.yaml"), Services.yaml());
        var command = Stream.of(
                        within.stream(),
                        Stream.of(java(), "-XX:TieredStopAtLevel=1", "-Xmx128m", "--enable-native-access=ALL-UNNAMED"),
                        Stream.of("-cp", classPath(), "io.kubia.dns.Main", "--listen", listen),
                        Stream.of("--source", "file:" + services, "--metrics", "none", "--upstream", "none"),
                        Stream.of(flags))
                .flatMap(words -> words)
                .toList();
        var queries = scratch.resolve("queries.log");
        var process = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(queries.toFile())
                .start();
        var said = new StringBuilder();
        var log = process.errorReader(UTF_8);
        for (var line = log.readLine(); line != null; line = log.readLine()) {
            said.append(line).append('\n');
            var served = SERVED.matcher(line);
            if (served.matches()) {
                // Read on, or the process would wait for us one day.
                Thread.ofVirtual().start(() -> log.lines().forEach(_ -> {}));
                var address = new InetSocketAddress(
                        InetAddress.ofLiteral(served.group(1)), Integer.parseInt(served.group(2)));
                return new DnsProcess(process, address, queries);
            }
        }
        throw new AssertionError(
                "kubia dns: exit code " + process.onExit().join().exitValue() + "\n" + said);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** Stops it, and returns the lines that it printed. */
    public List<String> stop() throws IOException {
        process.destroy();
        int code = process.onExit().join().exitValue();
        if (code != 0) {
            throw new AssertionError("kubia dns: exit code " + code + " after SIGTERM (expected: 0)");
        }
        return Files.readAllLines(queries);
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Without the tests: the server must start from what it is made of. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
