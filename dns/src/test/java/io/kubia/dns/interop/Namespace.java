package io.kubia.dns.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A network and mounts of a test's own: a loopback interface whose port 53 is free, and a resolv.conf that says what the
 * test wants. Both go away with the last process in it, even when the tests themselves are killed. Linux only, as root or
 * where users may have namespaces.
 */
final class Namespace implements AutoCloseable {
    /**
     * An address of each family that is not loopback's own: without one, glibc takes the machine to be without a network
     * and looks up nothing (AI_ADDRCONFIG).
     */
    private static final String LINKS =
            "ip link set lo up && ip address add 10.255.0.1/32 dev lo && ip address add fd00:ff::1/128 dev lo nodad";

    /** Lives as long as its standard input, and with it the namespace. */
    private final Process holder;

    private final List<String> within;

    private Namespace(Process holder, List<String> within) {
        this.holder = holder;
        this.within = within;
    }

    /** Opens one, or skips the test with the reason where that is not allowed. */
    static Namespace openOrSkip() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/ns/net")), "network namespaces: Linux only");
        Program.installedOrSkip("ip");
        boolean isRoot = System.getProperty("user.name").equals("root");
        var identity = isRoot ? List.<String>of() : List.of("--user", "--map-root-user");
        var unshare = Program.join(List.of("unshare", "--net", "--mount", "--propagation", "private"), identity);
        var holder = new ProcessBuilder(Program.join(unshare, List.of("sh", "-c", LINKS + " && echo up && exec cat")))
                .redirectErrorStream(true)
                .start();
        var said = holder.inputReader(UTF_8).readLine();
        if (!"up".equals(said)) {
            holder.destroyForcibly();
            Assumptions.abort("network namespace: " + said);
        }
        var enter = List.of("nsenter", "--target", String.valueOf(holder.pid()), "--net", "--mount");
        return new Namespace(holder, isRoot ? enter : Program.join(enter, List.of("--user", "--preserve-credentials")));
    }

    /** The words that start a command in it. */
    List<String> within() {
        return within;
    }

    /** From now on, inside, this is what resolv.conf says, and names are looked up in files and by DNS. */
    void resolvConf(Path scratch, String text) throws IOException, InterruptedException {
        mount(Files.writeString(scratch.resolve("resolv.conf"), text), "/etc/resolv.conf");
        if (Files.exists(Path.of("/etc/nsswitch.conf"))) {
            mount(Files.writeString(scratch.resolve("nsswitch.conf"), "hosts: files dns\n"), "/etc/nsswitch.conf");
        }
    }

    String say(String... command) throws IOException, InterruptedException {
        return Program.say(Program.join(within, List.of(command)));
    }

    Program.Outcome run(String... command) throws IOException, InterruptedException {
        return Program.run(Program.join(within, List.of(command)));
    }

    private void mount(Path file, String over) throws IOException, InterruptedException {
        say("mount", "--bind", file.toString(), Path.of(over).toRealPath().toString());
    }

    @Override
    public void close() throws IOException {
        holder.getOutputStream().close();
        holder.onExit().join();
    }
}
