package io.kubia.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A real node in a process of its own, started from the tests' class path. Whatever happens, {@link #close} ends it.
 *
 * <p>Each listens on a free port of a loopback address that belongs to this test run, so that several runs on one
 * machine, and the source ports of their many connections, do not meet.
 */
final class NodeProcess implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofSeconds(90);
    static final String NAME = "kubia-0";

    /** The flags that users run with, memory limits among them; the JIT is told to be quick, as lives are short here. */
    private static final List<String> JVM = List.of(
            "@"
                    + Path.of("..", "dist", "src", "main", "roles", "node.options")
                            .toAbsolutePath()
                            .normalize(),
            "-XX:TieredStopAtLevel=1");

    /** A frame of a stack trace; Netty's word for a buffer that nobody released; the JVM's for having had enough. */
    private static final Pattern FAULT = Pattern.compile("^\\s+at \\S+\\(.*\\)$|LEAK:|OutOfMemoryError|SIGSEGV");

    /** Those that were not closed; they end with the tests even when those end badly. */
    private static final Set<Process> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().unstarted(() -> OPEN.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final InetSocketAddress address;
    private final Path logs;

    private NodeProcess(Process process, InetSocketAddress address, Path logs) {
        this.process = process;
        this.address = address;
        this.logs = logs;
    }

    /** Starts a node and returns when it says that it is ready. */
    static NodeProcess start(NodeSetup setup) {
        var node = launch(setup);
        try {
            node.awaitReady();
            return node;
        } catch (Throwable e) {
            node.close();
            throw e;
        }
    }

    static NodeProcess start(Path data, String... flags) {
        return start(NodeSetup.on(data).flags(flags));
    }

    /** Starts a node and returns at once. */
    static NodeProcess launch(NodeSetup setup) {
        try {
            var address = freeAddress();
            var logs = Files.createTempDirectory("kubia-node");
            var process = new ProcessBuilder(command(setup, address))
                    .redirectOutput(logs.resolve("out").toFile())
                    .redirectError(logs.resolve("err").toFile())
                    .start();
            OPEN.add(process);
            return new NodeProcess(process, address, logs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(NodeSetup setup, InetSocketAddress address) {
        var command = new ArrayList<>(setup.within());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.add("-Djava.library.path=" + RocksLibrary.directory());
        command.addAll(setup.jvm());
        command.addAll(List.of("-cp", classPath(), "io.kubia.node.Main"));
        var flags = new LinkedHashMap<String, String>();
        flags.put("--listen", address.getAddress().getHostAddress() + ":" + address.getPort());
        flags.put("--data", setup.data().toString());
        flags.put("--name", NAME);
        flags.put("--service", "kubia.default.svc.cluster.local");
        // Nobody answers there: a test that wants peers names its own DNS server.
        flags.put("--dns", "127.0.0.1:9");
        flags.putAll(setup.flags());
        flags.forEach((flag, value) -> command.addAll(List.of(flag, value)));
        return command;
    }

    /** Without the test classes: the node must start from what it is made of. */
    private static String classPath() {
        var all = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
        return String.join(
                File.pathSeparator,
                all.stream().filter(entry -> !entry.endsWith("test-classes")).toList());
    }

    private static InetSocketAddress freeAddress() throws IOException {
        var host = InetAddress.ofLiteral(ownHost());
        try (var free = new ServerSocket(0, 1, host)) {
            return new InetSocketAddress(host, free.getLocalPort());
        }
    }

    /** On Linux all of 127/8 is there; elsewhere 127.0.0.1 must do for all. */
    private static String ownHost() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return "127.0.0.1";
        }
        long pid = ProcessHandle.current().pid();
        return "127.244.%d.%d".formatted(100 + pid / 250 % 150, 1 + pid % 250);
    }

    InetSocketAddress address() {
        return address;
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    Wire connect() throws IOException {
        return Wire.to(address);
    }

    /** One request on a connection of its own. */
    Answer get(String path, String... headers) {
        try (var wire = connect()) {
            return wire.get(path, headers);
        } catch (IOException e) {
            throw new UncheckedIOException("GET " + path, e);
        }
    }

    /** One POST on a connection of its own. */
    Answer post(byte[] body, String... headers) {
        try (var wire = connect()) {
            return wire.post(body, headers);
        } catch (IOException e) {
            throw new UncheckedIOException("POST", e);
        }
    }

    void awaitReady() {
        try {
            Await.until("ready", DEADLINE, () -> {
                assertThat(process.isAlive()).as("alive while starting").isTrue();
                return isReady();
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; it said: " + said() + "; its threads: " + threads(), e);
        }
    }

    /** Where it is, for a failure to tell. */
    private String threads() {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            var dump = new ProcessBuilder(jcmd, String.valueOf(pid()), "Thread.print")
                    .redirectErrorStream(true)
                    .start();
            return new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    boolean isReady() {
        try (var wire = Wire.to(address, Duration.ofSeconds(2))) {
            return wire.get("/readyz").status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** SIGKILL, and returns when the process is gone. */
    void kill() {
        process.destroyForcibly();
        awaitExit(DEADLINE);
    }

    /** SIGKILL, and returns at once. */
    void killWithoutWaiting() {
        process.destroyForcibly();
    }

    /** SIGTERM, and returns at once. */
    void terminate() {
        process.destroy();
    }

    /** The exit code. */
    int awaitExit(Duration deadline) {
        try {
            assertThat(process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS))
                    .as(() -> "exited within %s; it said: %s".formatted(deadline, said()))
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("exit: interrupted", e);
        }
    }

    /** Its memory; zero where there is no /proc to tell. */
    long residentMb() {
        var status = Path.of("/proc/" + pid() + "/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String output() {
        return read("out");
    }

    String errors() {
        return read("err");
    }

    /** What must not stand in a log that people read: the lines of stack traces, of leaks and of crashes. */
    List<String> faults() {
        return said().lines().filter(line -> FAULT.matcher(line).find()).toList();
    }

    /** Everything it wrote, for messages. */
    String said() {
        return output() + errors();
    }

    private String read(String file) {
        try {
            return Files.readString(logs.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitExit(DEADLINE);
        OPEN.remove(process);
        try {
            Files.delete(logs.resolve("out"));
            Files.delete(logs.resolve("err"));
            Files.delete(logs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
